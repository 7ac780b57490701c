"""Fits the space of texts to a corpus: weights of words, and the axes that say most about them."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from works.scores.corpus import Corpus
from works.scores.space import FEWEST_WORDS, STORED, Space, Vectors

DIMENSIONS = 128
FEWEST_WORKS_OF_A_WORD = 3
MOST_SHARE_OF_WORKS = 0.5  # a word in more works than this tells none apart
MOST_WORDS = 60_000  # the commonest ones
SEED = 7
BESIDE = 16  # further axes while they are sought, so that the last ones are sure
ROUNDS = 4


def fit(corpus: Corpus) -> tuple[Space, Vectors, NDArray[np.bool_]]:
    """The space, the unit vector of each work in it, and which works say enough to have one."""
    counts = count_words(corpus)
    known = known_words(corpus, counts)
    counts = counts[:, known]
    weights = np.log((1 + len(corpus)) / (1 + works_with(counts))).astype(np.float32) + 1
    weighted = weigh(counts, weights)
    axes = principal_axes(weighted).astype(STORED).astype(np.float32)
    words = {corpus.vocabulary[word]: place for place, word in enumerate(known)}
    vectors = weighted @ axes
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    telling = (np.diff(counts.indptr) >= FEWEST_WORDS) & (lengths[:, 0] > 0)
    return Space(words, weights, axes), vectors / np.where(lengths > 0, lengths, 1), telling


def count_words(corpus: Corpus) -> csr_array:
    """How often each work has each word."""
    pairs = corpus.places.astype(np.int64) * len(corpus.vocabulary) + corpus.words
    pairs, often = counted(pairs[corpus.words > 0])
    places, words = np.divmod(pairs, max(len(corpus.vocabulary), 1))
    starts = np.searchsorted(places, np.arange(len(corpus) + 1))
    shape = (len(corpus), len(corpus.vocabulary))
    return csr_array((often.astype(np.float32), words.astype(np.int32), starts.astype(np.int32)), shape=shape)


def counted(numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Each number once, in order, and how often; for many different ones this is faster than numpy's own."""
    numbers = np.sort(numbers)
    starts = np.flatnonzero(np.diff(numbers, prepend=-1))
    return numbers[starts], np.diff(starts, append=len(numbers))


def works_with(counts: csr_array) -> NDArray[np.int64]:
    return np.bincount(counts.indices, minlength=counts.shape[1])


def known_words(corpus: Corpus, counts: csr_array) -> NDArray[np.int64]:
    """Those that stand in several works and not in most; the commonest if there are too many."""
    spread = works_with(counts)
    fits = (spread >= FEWEST_WORKS_OF_A_WORD) & (spread <= MOST_SHARE_OF_WORKS * len(corpus))
    words = np.flatnonzero(fits)
    commonest = np.argsort(-spread[words], kind="stable")[:MOST_WORDS]
    return np.sort(words[commonest])


def weigh(counts: csr_array, weights: Vectors) -> csr_array:
    """Rows of length one."""
    weighted = counts.copy()
    weighted.data = ((1 + np.log(counts.data)) * weights[counts.indices]).astype(np.float32)
    squares = np.add.reduceat(np.append(weighted.data**2, 0), counts.indptr[:-1])
    squares[np.diff(counts.indptr) == 0] = 1
    weighted.data /= np.repeat(np.sqrt(squares), np.diff(counts.indptr)).astype(np.float32)
    return weighted


def principal_axes(matrix: csr_array) -> Vectors:
    """Right singular vectors of the largest singular values, by randomized subspace iteration.

    Halko, Martinsson & Tropp (2011), "Finding structure with randomness", https://doi.org/10.1137/090771806, 4.4.
    """
    wanted = min(DIMENSIONS + BESIDE, *matrix.shape)
    columns = matrix.T.tocsr()
    basis = np.random.default_rng(SEED).standard_normal((matrix.shape[1], wanted), dtype=np.float32)
    for _ in range(ROUNDS):
        basis = np.linalg.qr(columns @ (matrix @ basis))[0]
    _, _, turned = np.linalg.svd(np.linalg.qr(matrix @ basis)[1])
    return (basis @ turned.T)[:, :DIMENSIONS]
