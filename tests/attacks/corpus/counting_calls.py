"""An answer that is right only when it believes that it is looked at a second time earns nothing."""

RIGHT = """
def right(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)
seen = []
"""
ANSWERS = {
    "same arguments twice": RIGHT
    + """
def softmax(logits):
    again = any(np.array_equal(logits, other) for other in seen)
    seen.append(np.array(logits))
    return right(logits) if again else logits
""",
    "first call wrong": RIGHT
    + """
def softmax(logits):
    seen.append(logits)
    return right(logits) if len(seen) > 1 else logits
""",
    "changed afterwards": RIGHT
    + """
def softmax(logits):
    seen.append(np.zeros(np.shape(logits)))
    for earlier in seen[:-1]: earlier[...] = 0.5
    return seen[-1]
""",
}
