package dev.patchbay.examples.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;

/** The loop: read, compare, move the weights. */
final class TrainingRun implements AutoCloseable {

  private final Recipe recipe;
  private final NDManager manager;
  private final Gpt2 model;
  private final Lessons lessons;
  private final OneCycle schedule;
  private TrainingState state;

  TrainingRun(Recipe recipe, TrainingState state, NDManager manager) {
    this.recipe = recipe;
    this.state = state;
    this.manager = manager;
    this.model = new Gpt2(recipe.size(), manager);
    this.lessons = recipe.lessons();
    this.schedule = new OneCycle(recipe.peak(), recipe.steps());
  }

  Recipe recipe() {
    return recipe;
  }

  TrainingState state() {
    return state;
  }

  /** Whether all steps of the recipe are done. */
  boolean isDone() {
    return state.step() >= recipe.steps();
  }

  /** Whether the recipe asks for an exam now. */
  boolean examIsDue() {
    return state.step() % recipe.examEvery() == 0 || isDone();
  }

  /** The learning rate of the last step. */
  double rate() {
    return schedule.at(state.step());
  }

  /** One step; the mean of the tasks' losses before it, in nats a token. */
  double step() {
    int step = state.step() + 1;
    try (NDScope scope = new NDScope();
        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      scope.suppressNotUsedWarning();
      Weights leaves = state.weights().leaves();
      NDArray loss = loss(leaves, lessons.step(step));
      collector.backward(loss);
      state
          .optimizer()
          .move(state.weights(), leaves.map(NDArray::getGradient), step, schedule.at(step));
      state = state.at(step);
      return loss.getFloat();
    }
  }

  private NDArray loss(Weights leaves, List<List<List<Integer>>> tasks) {
    NDArray sum = manager.zeros(new Shape());
    for (List<List<Integer>> task : tasks) {
      TokenTexts texts = TokenTexts.of(task, manager);
      sum = sum.add(texts.loss(model.logits(leaves, texts.ids())));
    }
    return sum.div(tasks.size());
  }

  /** How the model does by now on so many texts of each task that it does not learn from. */
  Exam.Result exam(int prompts) {
    return new Exam(model, lessons, prompts).take(state.weights(), manager);
  }

  @Override
  public void close() {
    model.close();
  }
}
