"""One way, one scale, in a process of its own: its peak memory is its own."""

import multiprocessing
import resource
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

import numpy as np

from benchmarks import product, twin
from benchmarks.sample import Sample, draw


WAYS: dict[str, Callable[[Sample], np.ndarray]] = {"produit": product.ratios, "pandas": twin.ratios}


def measured(way: str, scale: str, answer: Connection) -> None:
    sample = draw(scale)
    before, cpu = time.perf_counter(), time.process_time()
    ratios = WAYS[way](sample)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    took = {"mur_s": time.perf_counter() - before, "cpu_s": time.process_time() - cpu}
    answer.send({**took, "pic_Mio": peak, "somme": float(np.nansum(ratios))})


def run(way: str, scale: str) -> dict[str, float]:
    receiver, sender = multiprocessing.Pipe(duplex=False)
    worker = multiprocessing.get_context("spawn").Process(
        target=measured, args=(way, scale, sender)
    )
    worker.start()
    sender.close()  # a worker that dies ends the wait below with EOFError
    result: dict[str, float] = receiver.recv()
    worker.join()
    return result
