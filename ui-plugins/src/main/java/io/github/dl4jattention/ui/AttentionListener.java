package io.github.dl4jattention.ui;
