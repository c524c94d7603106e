"""Makes the HDF5 files in this folder, with h5py and NumPy: python3 make_files.py"""

import h5py
import numpy as np

KERNEL1 = np.arange(3 * 3 * 3 * 2, dtype=np.float32).reshape(3, 3, 3, 2) / 10
KERNEL2 = -np.arange(3 * 3 * 2 * 2, dtype=np.float32).reshape(3, 3, 2, 2) / 10
BIAS1 = np.array([1, 2], dtype=np.float32)
BIAS2 = np.array([3, 4], dtype=np.float32)


def layer(group, kernel_name, kernel, bias_name, bias):
    group.attrs["weight_names"] = [kernel_name.encode(), bias_name.encode()]
    group[kernel_name] = kernel
    group[bias_name] = bias


# As the first files were, without a classifier: layers at the root, names with _W and _b.
with h5py.File("original.h5", "w", libver="earliest") as file:
    file.attrs["layer_names"] = [b"input_1", b"block1_conv1", b"block1_conv2"]
    file.create_group("input_1").attrs["weight_names"] = np.array([])
    one, two = file.create_group("block1_conv1"), file.create_group("block1_conv2")
    layer(one, "block1_conv1_W_1:0", KERNEL1, "block1_conv1_b_1:0", BIAS1)
    layer(two, "block1_conv2_W_1:0", KERNEL2, "block1_conv2_b_1:0", BIAS2)

# As Keras 2 saves a whole model: one level deeper, twice the layer's name, and more layers.
with h5py.File("model.h5", "w", libver="latest") as file:
    weights = file.create_group("model_weights")
    file.create_group("optimizer_weights")["iterations:0"] = np.int64(7)
    one = weights.create_group("block1_conv1").create_group("block1_conv1")
    two = weights.create_group("block1_conv2").create_group("block1_conv2")
    three = weights.create_group("predictions").create_group("predictions")
    layer(one, "kernel:0", KERNEL1, "bias:0", BIAS1)
    layer(two, "kernel:0", KERNEL2, "bias:0", BIAS2)
    layer(three, "kernel:0", np.ones((2, 5), np.float32), "bias:0", np.ones(5, np.float32))

# Leads elsewhere: a layer in another file, and one by a soft link.
with h5py.File("links.h5", "w", libver="latest") as file:
    file["block1_conv1"] = h5py.ExternalLink("original.h5", "/block1_conv1")
    two = file.create_group("block1_conv2")
    layer(two, "kernel:0", KERNEL2, "bias:0", BIAS2)

# Weights that are compressed, and weights of another type.
with h5py.File("compressed.h5", "w", libver="latest") as file:
    one, two = file.create_group("block1_conv1"), file.create_group("block1_conv2")
    one.create_dataset("kernel:0", data=KERNEL1, compression="gzip")
    one["bias:0"] = BIAS1
    layer(two, "kernel:0", KERNEL2, "bias:0", BIAS2)
with h5py.File("double.h5", "w", libver="latest") as file:
    one, two = file.create_group("block1_conv1"), file.create_group("block1_conv2")
    layer(one, "kernel:0", KERNEL1.astype(np.float64), "bias:0", BIAS1)
    layer(two, "kernel:0", KERNEL2, "bias:0", BIAS2)
