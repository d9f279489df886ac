"""SWEREF 99 TM and WGS 84: Gauss-Krüger on the GRS 80 ellipsoid (Lantmäteriet's formulas).

SWEREF 99 and WGS 84 are the same within half a metre, which is how they are used here.
"""

import math

_A = 6378137.0
_F = 1 / 298.257222101
_E2 = _F * (2 - _F)
_N = _F / (2 - _F)
_RADIUS = _A / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_MERIDIAN = math.radians(15.0)
_SCALE = 0.9996
_FALSE_EAST = 500_000.0
_FORWARD = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16 + 41 * _N**4 / 180,
    13 * _N**2 / 48 - 3 * _N**3 / 5 + 557 * _N**4 / 1440,
    61 * _N**3 / 240 - 103 * _N**4 / 140,
    49561 * _N**4 / 161280,
)
_BACK = (
    _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96 - _N**4 / 360,
    _N**2 / 48 + _N**3 / 15 - 437 * _N**4 / 1440,
    17 * _N**3 / 480 - 37 * _N**4 / 840,
    4397 * _N**4 / 161280,
)


def from_degrees(latitude: float, longitude: float) -> tuple[float, float]:
    """North and east in metres of a place in degrees."""
    phi, lam = math.radians(latitude), math.radians(longitude) - _MERIDIAN
    conformal = _conformal(phi)
    xi = math.atan2(math.tan(conformal), math.cos(lam))
    eta = math.atanh(math.cos(conformal) * math.sin(lam))
    north, east = xi, eta
    for place, factor in enumerate(_FORWARD, start=1):
        north += factor * math.sin(2 * place * xi) * math.cosh(2 * place * eta)
        east += factor * math.cos(2 * place * xi) * math.sinh(2 * place * eta)
    return _SCALE * _RADIUS * north, _SCALE * _RADIUS * east + _FALSE_EAST


def to_degrees(north: float, east: float) -> tuple[float, float]:
    """Latitude and longitude in degrees of a place in metres."""
    xi, eta = north / (_SCALE * _RADIUS), (east - _FALSE_EAST) / (_SCALE * _RADIUS)
    xi_, eta_ = xi, eta
    for place, factor in enumerate(_BACK, start=1):
        xi_ -= factor * math.sin(2 * place * xi) * math.cosh(2 * place * eta)
        eta_ -= factor * math.cos(2 * place * xi) * math.sinh(2 * place * eta)
    conformal = math.asin(math.sin(xi_) / math.cosh(eta_))
    lam = math.atan2(math.sinh(eta_), math.cos(xi_))
    return math.degrees(_geographic(conformal)), math.degrees(lam + _MERIDIAN)


def _conformal(phi: float) -> float:
    e = math.sqrt(_E2)
    return math.atan(math.sinh(math.asinh(math.tan(phi)) - e * math.atanh(e * math.sin(phi))))


def _geographic(conformal: float) -> float:
    e, phi = math.sqrt(_E2), conformal
    for _ in range(6):  # each round gains more than two digits
        phi = math.atan(
            math.sinh(math.asinh(math.tan(conformal)) + e * math.atanh(e * math.sin(phi)))
        )
    return phi
