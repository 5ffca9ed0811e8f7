"""Shares with their 95 % intervals, as the samples of events and mentions print them."""
import math


def wilson(hits, n):
    if not n:
        return "-"
    p, z = hits / n, 1.96
    mid, half = (p + z * z / (2 * n)) / (1 + z * z / n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return f"{p:.3f} [{mid - half:.3f}, {mid + half:.3f}] ({hits}/{n})"
