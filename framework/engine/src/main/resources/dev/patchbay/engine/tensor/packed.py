# Products with weights that were laid out beforehand for the processor (by oneDNN), and what
# follows such a product in the same pass over memory. Single precision on the CPU; no gradients.
class Kernels(Module):

  # w [n, m] -> the same as the functions below take it
  def pack(self: __torch__.Kernels, w: Tensor) -> Tensor:
    return ops.mkldnn._reorder_linear_weight(torch.contiguous(torch.t(w)))

  # x [..., n], w packed, of [n, m] -> x w [..., m]
  def product(self: __torch__.Kernels, x: Tensor, w: Tensor) -> Tensor:
    return ops.mkldnn._linear_pointwise(x, w, None, "none", annotate(List[Optional[number]], []), "")

  # x [..., n], w packed, of [n, m], b [m] -> x w + b [..., m]
  def affine(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    return ops.mkldnn._linear_pointwise(x, w, b, "none", annotate(List[Optional[number]], []), "")

  # As affine; then ReLU.
  def relu(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    return ops.mkldnn._linear_pointwise(x, w, b, "relu", annotate(List[Optional[number]], []), "")

  # As affine; then GELU.
  def gelu(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    return ops.mkldnn._linear_pointwise(x, w, b, "gelu", annotate(List[Optional[number]], []), "none")

  # As affine; then GELU by its tanh formula.
  def gelu_tanh(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    return ops.mkldnn._linear_pointwise(x, w, b, "gelu", annotate(List[Optional[number]], []), "tanh")

  # As affine; then times its sigmoid.
  def silu(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    return ops.mkldnn._linear_pointwise(x, w, b, "swish", annotate(List[Optional[number]], []), "")
