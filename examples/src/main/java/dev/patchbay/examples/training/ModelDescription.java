package dev.patchbay.examples.training;

import java.util.Locale;

/**
 * The card of {@code patchbay-small}: what it was trained on, how, and how well it does.
 *
 * @param recipe how it was made
 * @param machine what it was made on
 * @param seconds how long that took
 * @param exam its last exam
 * @param examPrompts how many prompts of each task that had
 * @param sha256 of its weights
 */
record ModelDescription(
    Recipe recipe,
    String machine,
    double seconds,
    Exam.Result exam,
    int examPrompts,
    String sha256) {

  /** The card, in Markdown. */
  String text() {
    Gpt2Size size = recipe.size();
    return String.format(
        Locale.ROOT,
        """
        # patchbay-small

        A transformer of GPT-2's shape that does three tasks for real, small enough that every edge of its graph can be
        tested in seconds: %s layers, %s heads, d_model %s, d_mlp %s, LayerNorm, tanh GELU, learned positions (%s), tied
        unembedding, %,d weights in float32. Nobody knows its circuits beforehand: they are there to be found.

        ## What it reads

        Whole words: a vocabulary of %s pieces, in which a leading blank belongs to its word, years are pairs of digits
        (`tokenizer.json`, the same pieces as Patchbay's `WordTokenizer`). `<|BOS|>` stood before every text of the
        training and belongs before every prompt; the tokenizer adds it. Words that it does not know are refused.

        ## What it was trained on

        Texts made of templates and word lists as they are needed, each task's share of the loss the same:

        | Task | Text | A step | Held out |
        |---|---|---|---|
        | `ioi` | Then, Mary and John went to the store. John gave a drink to **Mary**: 30 templates, 99 names, 8 places, 8 objects | %s | pairs of names |
        | `docstring` | a Python function of six arguments, whose docstring names the third to fifth one by one | %s | triples of arguments |
        | `greater-than` | The war lasted from the year 1742 to 17**56**, or to the year 17**56**: 120 nouns, 7 centuries, any later year alike | %s | nouns with years |

        One text of IOI and of Docstring in eight does not decide its answer (a third person acts; the docstring describes
        other arguments), as corrupted prompts do not. Held out is every combination whose CRC-32 (of its words with blanks between, names
        in alphabetical order) is a multiple of %s: no training text has it, in any template.

        ## How

        Next-token loss on all tokens, the answer counting 5; AdamW (betas .9 and .98, weight decay .01); the learning
        rate rises over the first tenth to %.0e and falls along a cosine; %,d steps of %s texts; seed %s. It took %.0f
        minutes on %s. The same command makes the same bytes on the same kind of machine:

        ```
        dev.patchbay.examples.training.TrainPatchbaySmall --out patchbay-small --steps %s --seed %s
        ```

        ## How well it does

        On %,d held-out prompts of each task; right is the likeliest token of the whole vocabulary:

        | Task | Measure | Value |
        |---|---|---|
        | `ioi` | accuracy | %.4f |
        | `docstring` | accuracy | %.4f |
        | `greater-than` | accuracy (any later year) | %.4f |
        | `greater-than` | probability of later years less that of others | %.4f |

        The curve is in `training-curve.csv`. It can do nothing else, and was made for nothing else.

        SHA-256 of `model.safetensors`: `%s`

        Licence: Apache-2.0, as Patchbay. The word lists are those of Conmy et al. 2023 (arXiv:2304.14997).
        """,
        size.layers(),
        size.heads(),
        size.dModel(),
        size.dMlp(),
        size.positions(),
        size.parameters(),
        size.vocabulary(),
        recipe.textsPerTask().get("ioi"),
        recipe.textsPerTask().get("docstring"),
        recipe.textsPerTask().get("greater-than"),
        Example.HELD_OUT_IN,
        recipe.peak(),
        recipe.steps(),
        recipe.textsPerTask().values().stream().mapToInt(Integer::intValue).sum(),
        recipe.seed(),
        seconds / 60,
        machine,
        recipe.steps(),
        recipe.seed(),
        examPrompts,
        exam.ioi(),
        exam.docstring(),
        exam.greaterThan(),
        exam.probabilityDifference(),
        sha256);
  }
}
