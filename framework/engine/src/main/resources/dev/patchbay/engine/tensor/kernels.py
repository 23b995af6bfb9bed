# What a model computes, in fewer passes over memory than one operation after the other takes.
# This is TorchScript as its archives hold it: each expression names the operator that it calls.
# dev.patchbay.engine.tensor.PlainArithmetic says the same in plain operations; a test compares the two.
class Kernels(Module):

  # The rows of x with mean 0 and variance 1, then gain and bias.
  # x [..., d], gain [d], bias [d], epsilon [] -> [..., d]
  def layer_norm(self: __torch__.Kernels, x: Tensor, gain: Tensor, bias: Tensor, epsilon: Tensor) -> Tensor:
    return torch.layer_norm(x, [torch.size(x, -1)], gain, bias, float(epsilon))

  # x [..., n], w [n, m], b [m] -> x w + b [..., m]
  def affine(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    rows = torch.reshape(x, [-1, torch.size(x, -1)])
    shape = torch.add(torch.slice(torch.size(x), 0, -1, 1), [torch.size(w, 1)])
    return torch.reshape(torch.addmm(b, rows, w), shape)

  # GELU by its tanh formula; of any shape.
  def gelu_tanh(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.gelu(x, approximate="tanh")

  # x times its sigmoid; of any shape.
  def silu(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.silu(x)

  # What queries fetch of values, without the pattern in memory.
  # q [..., destination, d], k and v [..., source, d], scale [], mask [..., destination, source]
  # -> [..., destination, d]
  def attend(self: __torch__.Kernels, q: Tensor, k: Tensor, v: Tensor, scale: Tensor, mask: Tensor) -> Tensor:
    return torch.scaled_dot_product_attention(torch.div(q, scale), k, v, mask, 0., False, scale=1.)

  # x [...], a and b broadcast to it -> x - a b, in the place of x
  def less_product(self: __torch__.Kernels, x: Tensor, a: Tensor, b: Tensor) -> Tensor:
    return torch.addcmul_(x, a, b, value=-1)
