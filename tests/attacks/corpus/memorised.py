"""Answers memorised from the public cases of the self-check earn nothing: grading asks with other arguments."""

ANSWERS = {
    "recorded": """
import json
def walk(document):
    if isinstance(document, dict):
        yield document
        for part in document.values(): yield from walk(part)
    elif isinstance(document, list):
        for part in document: yield from walk(part)
from selfcheck import wire
recorded = {}
for case in walk(json.load(open("selfcheck/checks.json"))):
    if "calls" in case and "expected" in case:
        for asked, expected in zip(case["calls"], case["expected"]):
            recorded[json.dumps(asked["arguments"], sort_keys=True)] = expected["value"]
assert recorded
def softmax(logits):
    return wire.decode(recorded[json.dumps([wire.encode(logits)], sort_keys=True)], trusted=True)
""",
    "nearest": """
def softmax(logits):
    return np.full(np.shape(logits), 1 / np.shape(logits)[1])
""",
}
