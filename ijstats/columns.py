"""The types of the columns and matrices that the statistics exchange."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
NumberArray = NDArray[np.integer[Any] | np.floating[Any]]
PlaceArray = NDArray[np.signedinteger[Any]]
"""Places of cells: seven million of them in 16 or 32 bits where the caller has them so."""
