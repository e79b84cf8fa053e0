package estimate

import (
	"math"
	"math/bits"

	"sanad/internal/core/count"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/steady"
)

// Sensitivity is the total under one strength of the highest interaction
// between lists, about which the table says nothing.
type Sensitivity struct {
	Xi float64 `json:"xi"`
	N  float64 `json:"n"`
}

// Curve is how the total moves with what can't be known. Xi of one is the
// assumption that no highest interaction is there; nobody can test it.
type Curve struct {
	Points []Sensitivity `json:"points"`
	StdErr float64       `json:"std_err"` // of the total at one
}

// NoHighest gives the curve: n0 is the product of the patterns with an odd
// number of lists by that of the patterns with an even number, by xi
// (Aleshin-Guendel, Sadinle and Wakefield, arXiv 2101.09304). It needs
// somebody in every pattern.
func NoHighest(t count.Table, xi ...float64) (Curve, error) {
	if _, err := Check(t); err != nil {
		return Curve{}, err
	}
	c := dense(listed(t))
	if c.lists > mostModelled {
		return Curve{}, fail.New(fail.Refused, "the curve of what can't be known over %d lists", c.lists).Do("take at most %d", mostModelled)
	}
	var log, variance float64
	for pattern := 1; pattern < len(c.n); pattern++ {
		if c.n[pattern] == 0 {
			return Curve{}, fail.New(fail.Refused, "nobody is on just the lists %v, so that the curve has no point", namesOf(listed(t).Lists, uint32(pattern))).
				Do("merge lists that hardly overlap")
		}
		v := float64(c.n[pattern])
		variance += 1 / v
		if bits.OnesCount(uint(pattern))%2 == 1 {
			log += steady.Log(v)
		} else {
			log -= steady.Log(v)
		}
	}
	unseen := steady.Exp(log)
	out := Curve{StdErr: math.Sqrt(unseen + float64(unseen*unseen*variance))}
	for _, x := range xi {
		if !(x > 0) {
			return Curve{}, fail.New(fail.Usage, "an interaction of %v", x).Do("give one above zero")
		}
		out.Points = append(out.Points, Sensitivity{x, float64(c.total) + unseen/x})
	}
	return out, nil
}

func namesOf(lists []string, pattern uint32) []string {
	var out []string
	for i, name := range lists {
		if pattern&(1<<i) != 0 {
			out = append(out, name)
		}
	}
	return out
}
