#!/usr/bin/env python3
"""Times PyTorch's own passes for EAP: what `patchbay bench eap` is to be compared with, on the same machine.

    framework/bench/pytorch.py [--threads N] [--rounds N] [--quick]

GPT-2 small's shape with random weights, float32 on the CPU, 25 prompts of 16 tokens, logits at the last position only.
A round is what EAP cannot do without: a forward pass over the twins, a forward pass over the prompts, and a backward
pass from the logit difference to the embeddings, which passes every receiver. Weights get no gradients.

The model is Hugging Face's GPT-2 where transformers is installed, else PyTorch's own layers of the same shape.
"""
import argparse
import statistics
import time

import torch

PROMPTS, TOKENS, POSITIONS = 25, 16, 1024
CHANGED = [5, 8]  # where a prompt and its twin differ
FULL = dict(layers=12, heads=12, width=768, vocabulary=50257)
QUICK = dict(layers=4, heads=4, width=128, vocabulary=1000)


def hugging_face(layers, heads, width, vocabulary):
    """Embeddings [prompts, tokens, width] to logits [prompts, vocabulary] at the last position."""
    import transformers

    config = transformers.GPT2Config(n_layer=layers, n_head=heads, n_embd=width, vocab_size=vocabulary,
                                     n_positions=POSITIONS, bos_token_id=None, eos_token_id=None)
    gpt2 = transformers.GPT2LMHeadModel(config).eval().requires_grad_(False)

    def logits(embeddings):
        return gpt2(inputs_embeds=embeddings, use_cache=False, logits_to_keep=1).logits[:, -1]

    return f"transformers {transformers.__version__}", gpt2.transformer.wte, logits


def plain(layers, heads, width, vocabulary):
    """The same of PyTorch's layers."""
    gelu = torch.nn.GELU(approximate="tanh")
    layer = torch.nn.TransformerEncoderLayer(width, heads, 4 * width, 0, gelu, batch_first=True, norm_first=True)
    norm = torch.nn.LayerNorm(width)
    stack = torch.nn.TransformerEncoder(layer, layers, norm, enable_nested_tensor=False).eval().requires_grad_(False)
    tokens = torch.nn.Embedding(vocabulary, width).requires_grad_(False)
    positions = torch.nn.Embedding(POSITIONS, width).requires_grad_(False)
    mask = torch.nn.Transformer.generate_square_subsequent_mask(TOKENS)

    def logits(embeddings):
        residual = stack(embeddings + positions.weight[:TOKENS], mask, is_causal=True)
        return residual[:, -1] @ tokens.weight.T

    return "without transformers", tokens, logits


def median_seconds(steps, rounds):
    """The median seconds of each step and of all together; a first round is not counted."""
    taken = []
    for _ in range(rounds + 1):
        marks = [time.perf_counter()]
        for step in steps:
            step()
            marks.append(time.perf_counter())
        taken.append([after - before for before, after in zip(marks, marks[1:])] + [marks[-1] - marks[0]])
    return [statistics.median(column) for column in zip(*taken[1:])]


def main():
    parser = argparse.ArgumentParser(description="Times PyTorch's own passes for EAP.")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads(), help="default: all cores")
    parser.add_argument("--rounds", type=int, default=9, help="the median of so many (default: 9)")
    parser.add_argument("--quick", action="store_true", help="the size of `patchbay bench --quick`")
    chosen = parser.parse_args()
    size = QUICK if chosen.quick else FULL
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(1)
    try:
        model, embed, logits = hugging_face(**size)
    except ImportError:
        model, embed, logits = plain(**size)

    clean = torch.randint(size["vocabulary"], (PROMPTS, TOKENS))
    twins = clean.clone()
    twins[:, CHANGED] = (twins[:, CHANGED] + 1) % size["vocabulary"]
    loss = None

    def forward_twins():
        with torch.no_grad():
            logits(embed(twins))

    def forward_clean():
        nonlocal loss
        last = logits(embed(clean).requires_grad_())
        loss = (last[:, 0] - last[:, 1]).mean()

    def backward():
        loss.backward()

    _, forward, back, seconds = median_seconds([forward_twins, forward_clean, backward], chosen.rounds)
    print(f"{'eap by PyTorch':18} {seconds:8.3f}  2 forwards + 1 backward ({forward:.3f} recorded, {back:.3f} back);"
          f" PyTorch {torch.__version__}, {model}, {chosen.threads} threads")


if __name__ == "__main__":
    main()
