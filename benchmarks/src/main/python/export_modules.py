#!/usr/bin/python3
"""Writes the TorchScript modules that the benchmarks hold this library against.

Run it with Debian's python3-torch (1.13):

    /usr/bin/python3 benchmarks/src/main/python/export_modules.py

The modules hold code only: inputs and parameters are handed to them, so that both sides of a
comparison compute with the same numbers. Each has

    forward(inputs, parameters) -> output
    forward_backward(inputs, parameters, upstream) -> [output, gradients of parameters, of inputs]

where upstream is the gradient of the output. Gradients of inputs are those of the floating-point
inputs that require one. Sequences are [batch, time, size], masks are [batch, time] with 1 = real.
"""
import os
import sys
import zipfile
from typing import Final, List, Optional, Tuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Differentiable(nn.Module):
    """A forward pass, and autograd's backward pass after it."""

    def forward(self, inputs: List[Tensor], parameters: List[Tensor]) -> Tensor:
        raise NotImplementedError

    @torch.jit.export
    def forward_backward(
        self, inputs: List[Tensor], parameters: List[Tensor], upstream: Tensor
    ) -> List[Tensor]:
        output = self.forward(inputs, parameters)
        sources = parameters.copy()
        for tensor in inputs:
            if tensor.requires_grad:
                sources.append(tensor)
        upstreams: List[Optional[Tensor]] = [upstream]
        gradients = torch.autograd.grad([output], sources, upstreams)
        result = [output.detach()]
        for gradient in gradients:
            assert gradient is not None
            result.append(gradient)
        return result


class MultiHeadAttention(Differentiable):
    """Multi-head self-attention through scaled_dot_product_attention, as PyTorch 2 computes
    nn.MultiheadAttention(batch_first=True) with need_weights=False, without its copies."""

    heads: Final[int] = 8

    def forward(self, inputs: List[Tensor], parameters: List[Tensor]) -> Tensor:
        x, real = inputs[0], inputs[1]
        batch, time, size = x.shape
        q, k, v = F.linear(x, parameters[0], parameters[1]).chunk(3, dim=-1)
        mask = (real > 0.5).view(batch, 1, 1, time)
        # The placeholder becomes torch.scaled_dot_product_attention, which 1.13 does not have.
        context = torch.rnn_tanh_cell(
            q.view(batch, time, self.heads, -1).transpose(1, 2),
            k.view(batch, time, self.heads, -1).transpose(1, 2),
            v.view(batch, time, self.heads, -1).transpose(1, 2),
            mask,
        )
        context = context.transpose(1, 2).reshape(batch, time, size)
        return F.linear(context, parameters[2], parameters[3])


def with_two_biases(parameters: List[Tensor]) -> List[Tensor]:
    """The parameters that torch.lstm wants: W, U, b of each direction and zeros for a second b."""
    result: List[Tensor] = []
    for i in range(0, len(parameters), 3):
        result.extend(parameters[i : i + 3])
        result.append(torch.zeros_like(parameters[i + 2]))
    return result


class BidirectionalLstm(Differentiable):
    """nn.LSTM(batch_first=True, bidirectional=True)."""

    def forward(self, inputs: List[Tensor], parameters: List[Tensor]) -> Tensor:
        x = inputs[0]
        zeros = torch.zeros([2, x.size(0), parameters[1].size(1)])
        weights = with_two_biases(parameters)
        return torch.lstm(x, [zeros, zeros], weights, True, 1, 0.0, True, True, True)[0]


class MixedNetwork(Differentiable):
    """A dense layer with ReLU, multi-head self-attention, a dense layer. Parameters: weight and
    bias of the first, the attention's four, weight and bias of the last."""

    def __init__(self) -> None:
        super().__init__()
        self.attention = MultiHeadAttention()

    def forward(self, inputs: List[Tensor], parameters: List[Tensor]) -> Tensor:
        hidden = F.relu(F.linear(inputs[0], parameters[0], parameters[1]))
        seen = self.attention.forward([hidden, inputs[1]], parameters[2:6])
        return F.linear(seen, parameters[6], parameters[7])


class EncoderLayer(Differentiable):
    """nn.TransformerEncoderLayer(batch_first=True, dropout=0): post-norm, ReLU; with the attention
    as above. Parameters: the attention's four; weight and bias of norm1, linear1, linear2, norm2."""

    def __init__(self) -> None:
        super().__init__()
        self.attention = MultiHeadAttention()

    def forward(self, inputs: List[Tensor], parameters: List[Tensor]) -> Tensor:
        x = inputs[0]
        size = [x.size(2)]
        attended = x + self.attention.forward(inputs, parameters[0:4])
        h = F.layer_norm(attended, size, parameters[4], parameters[5])
        units = F.relu(F.linear(h, parameters[6], parameters[7]))
        total = h + F.linear(units, parameters[8], parameters[9])
        return F.layer_norm(total, size, parameters[10], parameters[11])


class BidirectionalGru(Differentiable):
    """nn.GRU(batch_first=True, bidirectional=True)."""

    def forward(self, inputs: List[Tensor], parameters: List[Tensor]) -> Tensor:
        x = inputs[0]
        zeros = torch.zeros([2, x.size(0), parameters[1].size(1)])
        return torch.gru(x, zeros, parameters, True, 1, 0.0, True, True, True)[0]


def additive_step(
    inputs: Tensor, h: Tensor, c: Tensor, annotations: Tensor, keys: Tensor, padding: Tensor,
    parameters: List[Tensor],
) -> Tuple[Tensor, Tensor]:
    """A step of Bahdanau's decoder; parameters: Wq, Wk, v, then W, U, b of an nn.LSTMCell."""
    hidden = torch.tanh(keys + F.linear(h, parameters[0]).unsqueeze(1))
    energies = F.linear(hidden, parameters[2]).squeeze(2).masked_fill(padding, float("-inf"))
    weights = torch.softmax(energies, 1)
    context = torch.bmm(weights.unsqueeze(1), annotations).squeeze(1)
    return torch.lstm_cell(
        torch.cat([inputs, context], 1), [h, c], parameters[3], parameters[4], parameters[5]
    )


def bahdanau(y: Tensor, annotations: Tensor, real: Tensor, parameters: List[Tensor]) -> Tensor:
    """Bahdanau's decoder over all steps of y: [batch, time, stateSize]."""
    keys = F.linear(annotations, parameters[1])
    padding = real < 0.5
    h = torch.zeros([y.size(0), parameters[4].size(1)])
    c = torch.zeros([y.size(0), parameters[4].size(1)])
    outputs: List[Tensor] = []
    for step in y.unbind(1):
        h, c = additive_step(step, h, c, annotations, keys, padding, parameters)
        outputs.append(h)
    return torch.stack(outputs, 1)


class BahdanauDecoder(Differentiable):
    """Inputs: y, annotations, and the masks of both."""

    def forward(self, inputs: List[Tensor], parameters: List[Tensor]) -> Tensor:
        output = bahdanau(inputs[0], inputs[1], inputs[3], parameters)
        return output * inputs[2].unsqueeze(2)


class LuongDecoder(Differentiable):
    """Inputs as for Bahdanau's; parameters: W of the general score, Wc, then W, U, b of
    an nn.LSTMCell.

    With input feeding: the cell reads y and the attentional state of the step before.
    """

    def forward(self, inputs: List[Tensor], parameters: List[Tensor]) -> Tensor:
        y, annotations, real = inputs[0], inputs[1], inputs[3]
        keys = F.linear(annotations, parameters[0])
        padding = real < 0.5
        h = torch.zeros([y.size(0), parameters[3].size(1)])
        c = torch.zeros([y.size(0), parameters[3].size(1)])
        fed = torch.zeros([y.size(0), parameters[1].size(0)])
        outputs: List[Tensor] = []
        for step in y.unbind(1):
            h, c = torch.lstm_cell(
                torch.cat([step, fed], 1), [h, c], parameters[2], parameters[3], parameters[4]
            )
            energies = torch.bmm(keys, h.unsqueeze(2)).squeeze(2)
            weights = torch.softmax(energies.masked_fill(padding, float("-inf")), 1)
            context = torch.bmm(weights.unsqueeze(1), annotations).squeeze(1)
            fed = torch.tanh(F.linear(torch.cat([context, h], 1), parameters[1]))
            outputs.append(fed)
        return torch.stack(outputs, 1) * inputs[2].unsqueeze(2)


class BahdanauStep(nn.Module):
    """One step of a beam. Inputs: y, h, c, annotations, projected keys, mask."""

    def forward(self, inputs: List[Tensor], parameters: List[Tensor]) -> List[Tensor]:
        h, c = additive_step(
            inputs[0], inputs[1], inputs[2], inputs[3], inputs[4], inputs[5] < 0.5, parameters
        )
        return [h, c]


class DatesModel(nn.Module):
    """The model of "zoo train dates": embeddings, a bidirectional LSTM, Bahdanau's decoder, a
    softmax; its loss; and a step of Adam after clipping each layer's gradient.

    Inputs: symbols of source and target as integers, the masks of both, labels as integers; the
    sources are in the order of their lengths, the longest first. Parameters: the two embeddings;
    W, U, b of each direction of the LSTM; the decoder's six; weight and bias of the output.
    """

    # How many parameters each layer has.
    layers: Final[List[int]] = [1, 1, 6, 6, 2]

    def forward(self, inputs: List[Tensor], parameters: List[Tensor]) -> Tensor:
        source = F.embedding(inputs[0].to(torch.int64), parameters[0])
        target = F.embedding(inputs[1].to(torch.int64), parameters[1])
        lengths = inputs[2].sum(1).to(torch.int64)
        zeros = torch.zeros([2, source.size(0), parameters[3].size(1)])
        packed, sizes = torch._pack_padded_sequence(source, lengths, True)
        weights = with_two_biases(parameters[2:8])
        encoded = torch.lstm(packed, sizes, [zeros, zeros], weights, True, 1, 0.0, True, True)[0]
        annotations = torch._pad_packed_sequence(encoded, sizes, True, 0.0, source.size(1))[0]
        states = bahdanau(target, annotations, inputs[2], parameters[8:14])
        logits = F.linear(states, parameters[14], parameters[15])
        labels = inputs[4].to(torch.int64).flatten()
        losses = F.cross_entropy(logits.flatten(0, 1), labels, reduction="none")
        return (losses * inputs[3].flatten()).sum() / source.size(0)

    @torch.jit.export
    def train_step(
        self, inputs: List[Tensor], parameters: List[Tensor], means: List[Tensor],
        variances: List[Tensor], settings: Tensor
    ) -> Tensor:
        """Settings: the number of the step, from 1; learning rate; largest norm of a gradient."""
        loss = self.forward(inputs, parameters)
        gradients: List[Tensor] = []
        for gradient in torch.autograd.grad([loss], parameters):
            assert gradient is not None
            gradients.append(gradient)
        step, rate, clip = settings[0].item(), settings[1].item(), settings[2].item()
        with torch.no_grad():
            first = 0
            for size in self.layers:
                norms = [torch.linalg.vector_norm(gradients[i]) for i in range(first, first + size)]
                norm = torch.linalg.vector_norm(torch.stack(norms)).item()
                if norm > clip:
                    for i in range(first, first + size):
                        gradients[i].mul_(clip / norm)
                first += size
            scale = rate * (1 - 0.999**step) ** 0.5 / (1 - 0.9**step)
            for i in range(len(parameters)):
                means[i].mul_(0.9).add_(gradients[i], alpha=0.1)
                variances[i].mul_(0.999).addcmul_(gradients[i], gradients[i], value=0.001)
                parameters[i].addcdiv_(means[i], variances[i].sqrt().add_(1e-5), value=-scale)
        return loss.detach()


def save(module: nn.Module, path: str) -> None:
    """Scripts a module and puts the operator in that 1.13 does not know."""
    scripted = torch.jit.script(module)
    scratch = path + ".tmp"
    scripted.save(scratch)
    with zipfile.ZipFile(scratch) as archive, zipfile.ZipFile(path, "w") as edited:
        for entry in archive.infolist():
            if entry.filename.endswith(".debug_pkl"):
                continue
            data = archive.read(entry)
            if entry.filename.endswith(".py"):
                data = data.replace(b"rnn_tanh_cell", b"scaled_dot_product_attention")
            info = zipfile.ZipInfo(entry.filename, (2026, 1, 1, 0, 0, 0))
            edited.writestr(info, data)
    os.remove(scratch)


def main() -> None:
    here = os.path.dirname(os.path.abspath(__file__))
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(here, "../resources/torch")
    modules = {
        "attention": MultiHeadAttention(),
        "encoder-layer": EncoderLayer(),
        "mixed": MixedNetwork(),
        "lstm": BidirectionalLstm(),
        "gru": BidirectionalGru(),
        "bahdanau": BahdanauDecoder(),
        "luong": LuongDecoder(),
        "bahdanau-step": BahdanauStep(),
        "dates": DatesModel(),
    }
    for name, module in modules.items():
        save(module, os.path.join(folder, name + ".pt"))
        print(name)


if __name__ == "__main__":
    main()
