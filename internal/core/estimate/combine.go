package estimate

import (
	"math"

	"sanad/internal/ground/fail"
	"sanad/internal/ground/steady"
)

// Replicate is what one drawing of who is one person says: what is documented
// in it, and the draws of how many are on no list.
type Replicate struct {
	Documented           int64
	Unseen               float64 // the mean
	LogMean, LogVariance float64 // of its logarithm, nobody taken for a tenth
}

// ReplicateOf makes a replicate from draws of the number on no list.
func ReplicateOf(documented int64, unseen []int64) Replicate {
	logs, r := make([]float64, len(unseen)), Replicate{Documented: documented}
	for i, n := range unseen {
		logs[i] = steady.Log(max(float64(n), 0.1))
		r.Unseen += float64(n) / float64(len(unseen))
	}
	r.LogMean, r.LogVariance = meanVariance(logs)
	return r
}

// Combined is a total over several drawings of who is one person.
type Combined struct {
	Point      float64
	Interval   Interval
	Replicates int
}

// FewReplicates is how many a combination needs to be worth the name.
const FewReplicates = 10

// Combine joins replicates by the rule of Rubin (Multiple Imputation for
// Nonresponse in Surveys, 1987) on the logarithm of the number on no list:
// with W the mean variance within and B the variance between R replicates, V =
// W + (R+1)/R B, and Student's distribution with (R-1)(1 + W/((R+1)B))^2
// degrees of freedom, as the package verdata has them: never more than Rubin's
// own, so that the interval is not narrower. One replicate knows nothing of
// what lies between: an error.
func Combine(replicates []Replicate) (Combined, error) {
	if len(replicates) < 2 {
		return Combined{}, fail.New(fail.Usage, "combining %d drawings of who is one person", len(replicates)).Do("draw at least two, better %d", 2*FewReplicates)
	}
	r := float64(len(replicates))
	logs := make([]float64, len(replicates))
	var documented, unseen, within float64
	for i, one := range replicates {
		documented += float64(one.Documented) / r
		unseen += one.Unseen / r
		within += one.LogVariance / r
		logs[i] = one.LogMean
	}
	mean, between := meanVariance(logs)
	reach := steady.Z95
	if between > 0 {
		ratio := 1 + within/float64((r+1)*between)
		// Beyond ten thousand degrees it is the normal distribution.
		reach = steady.StudentQuantile(0.975, min(1e4, float64((r-1)*float64(ratio*ratio))))
	}
	reach = float64(reach * math.Sqrt(within+float64((r+1)/r*between)))
	low, high := documented+steady.Exp(mean-reach), documented+steady.Exp(mean+reach)
	return Combined{documented + unseen, bounded(low, high, int64(math.Floor(documented))), len(replicates)}, nil
}
