package dev.patchbay.model.prompts;

import dev.patchbay.model.tokenizer.BosPolicy;
import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.model.Tokenizer;
import java.util.List;
import java.util.Optional;

/**
 * A tokenizer under a policy: whether it adds the token for the beginning of a text is as the
 * policy says. It knows whether it has read a text.
 */
final class AppliedBos implements Tokenizer {

  private final Tokenizer tokenizer;
  private final BosPolicy policy;
  private boolean hasRead;

  /**
   * @param tokenizer what reads and spells
   * @param policy what the run asked for
   */
  AppliedBos(Tokenizer tokenizer, BosPolicy policy) {
    this.tokenizer = tokenizer;
    this.policy = policy;
  }

  boolean hasRead() {
    return hasRead;
  }

  @Override
  public List<Token> encode(String text) {
    hasRead = true;
    return tokenizer.encode(text);
  }

  @Override
  public String decode(List<Integer> ids) {
    return tokenizer.decode(ids);
  }

  @Override
  public Optional<Token> bos() {
    return tokenizer.bos();
  }

  @Override
  public boolean addsBos() {
    return policy.before(tokenizer).isPresent();
  }

  @Override
  public int size() {
    return tokenizer.size();
  }
}
