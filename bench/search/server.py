"""Answers one JSON request a line on stdin with one JSON line on stdout: objectives and peers."""

import json
import logging
import platform
import sys
import time
from importlib.metadata import version

from hyperopt_peer import HyperoptPeer
from objectives import function, surrogate
from optuna_peer import OptunaPeer

PEERS = {"optuna": OptunaPeer, "hyperopt": HyperoptPeer}
tasks = {}
studies = {}


def versions():
    packages = ["optuna", "hyperopt", "onnxruntime", "numpy", "scipy"]
    return {"python": platform.python_version(), **{name: version(name) for name in packages}}


def task(name, objective):
    kind = objective.pop("kind")
    tasks[name] = function(**objective) if kind == "function" else surrogate(**objective)


def evaluate(name, points):
    return tasks[name](points)


def open_study(study, method, space, seed, history):
    studies[study] = PEERS[method](space, seed, history)


def ask(study, number, told):
    """A suggestion after the results told, as [number, loss]; both count as its time."""
    start = time.perf_counter()
    for ended, loss in told:
        studies[study].tell(ended, loss)
    parameters = studies[study].ask(number)
    return {"parameters": parameters, "milliseconds": 1e3 * (time.perf_counter() - start)}


def close(study):
    del studies[study]


OPERATIONS = {f.__name__: f for f in [versions, task, evaluate, open_study, ask, close]}


def plain(value):
    return value.item()


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    answers = sys.stdout
    sys.stdout = sys.stderr
    for line in sys.stdin:
        operation, arguments = json.loads(line)
        try:
            answer = {"result": OPERATIONS[operation](**arguments)}
        except Exception as error:
            answer = {"error": f"{operation}: {type(error).__name__}: {error}"}
        answers.write(json.dumps(answer, default=plain) + "\n")
        answers.flush()
