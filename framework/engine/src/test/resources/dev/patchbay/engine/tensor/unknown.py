class Kernels(Module):

  def f(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return ops.nobody.knows(x)
