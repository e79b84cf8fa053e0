package estimate

import (
	"math"

	"sanad/internal/ground/steady"
)

// mixing says how well chains agree: R-hat, each chain split in two, and how
// many independent draws they are worth (Vehtari, Gelman, Simpson, Carpenter
// and Bürkner, Bayesian Analysis 16, 2021, without ranks: what is given are
// logarithms). Chains that never moved agree only if they stand at one value.
func mixing(chains [][]float64) (rhat, effective float64) {
	var halves [][]float64
	for _, c := range chains {
		half := len(c) / 2
		halves = append(halves, c[:half], c[len(c)-half:])
	}
	length, many := float64(len(halves[0])), float64(len(halves))
	means := make([]float64, len(halves))
	var within float64
	for i, h := range halves {
		mean, variance := meanVariance(h)
		means[i] = mean
		within += variance / many
	}
	_, between := meanVariance(means)
	if within == 0 {
		if between == 0 {
			return 1, float64(many * length)
		}
		return math.MaxFloat64, many
	}
	whole := float64((length-1)/length*within) + between
	return math.Sqrt(whole / within), worth(halves, means, within, whole)
}

// worth divides the draws by the time that one is remembered: the sum of
// autocorrelations, in pairs of neighbouring lags, until a pair is negative
// (Geyer's initial sequence, made monotone).
func worth(halves [][]float64, means []float64, within, whole float64) float64 {
	all := float64(len(halves) * len(halves[0]))
	sum, last := 0.0, math.Inf(1)
	for lag := 0; lag+1 < len(halves[0]); lag += 2 {
		pair := correlation(halves, means, lag, within, whole) + correlation(halves, means, lag+1, within, whole)
		if pair < 0 {
			break
		}
		last = min(last, pair)
		sum += last
	}
	remembered := float64(2*sum) - 1
	return all / max(remembered, 1/(steady.Log(all)/steady.Log(10)))
}

func correlation(halves [][]float64, means []float64, lag int, within, whole float64) float64 {
	if lag == 0 {
		return 1
	}
	var covariance float64
	for i, h := range halves {
		var sum float64
		for t := lag; t < len(h); t++ {
			sum += float64((h[t] - means[i]) * (h[t-lag] - means[i]))
		}
		covariance += sum / float64(len(h)-1) / float64(len(halves))
	}
	return 1 - (within-covariance)/whole
}
