package estimate

import (
	"math"
	"testing"
)

// What HRDAG's package verdata has as an example: for each of twenty
// imputations the documented and the mean number on no list, and the mean and
// variance of its logarithm. Its answer is 1,593 [1,266 to 2,148].
func TestCombiningIsVerdatas(t *testing.T) {
	c, err := Combine([]Replicate{
		{982, 1083.978, 6.8807200791756, 0.228259376574906}, {1045, 589.497, 6.33876893376891, 0.0733029282883211},
		{1026, 543.129, 6.26462448614659, 0.0625306787731429}, {1125, 534.739, 6.25678124573381, 0.0488830502999077},
		{1040, 558.812, 6.29612372011941, 0.0558344187726515}, {1073, 529.442, 6.24790391095908, 0.0460615368229057},
		{1056, 375.655, 5.92172317354182, 0.0139704109331856}, {1025, 638.737, 6.40148712059641, 0.101257939432738},
		{1088, 566.78, 6.31443183050927, 0.0488062412624793}, {1025, 391.019, 5.96201057106997, 0.0136101717969076},
		{921, 640.761, 6.40750164894093, 0.103854302058388}, {931, 629.354, 6.39061764485245, 0.102357431917418},
		{934, 623.204, 6.38622993650545, 0.0918261159813315}, {937, 613.339, 6.36604474035643, 0.0987935828026525},
		{942, 602.669, 6.35135329225622, 0.0932277388955667}, {932, 630.667, 6.39137485228355, 0.104767758285809},
		{927, 652.286, 6.41233745930702, 0.126315054168049}, {937, 625.996, 6.38653211793221, 0.0989091592526019},
		{936, 618.104, 6.37535541193536, 0.0970380778594191}, {938, 596.621, 6.34568707536381, 0.0866765330015496},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := [3]float64{math.Round(c.Interval.Low), math.Round(c.Point), math.Round(c.Interval.High)}; got != [3]float64{1266, 1593, 2148} {
		t.Errorf("%v", got)
	}
}

func TestOneReplicateKnowsNothingOfWhatLiesBetween(t *testing.T) {
	if _, err := Combine([]Replicate{{100, 20, 3, 0.1}}); err == nil {
		t.Error("one was combined")
	}
}

func TestAReplicateOfNobodyHasALogarithm(t *testing.T) {
	r := ReplicateOf(50, []int64{0, 0, 10})
	want := (2*math.Log(0.1) + math.Log(10)) / 3
	if math.Abs(r.LogMean-want) > 1e-12 || r.Unseen < 3.33 || r.Unseen > 3.34 {
		t.Errorf("%+v", r)
	}
}
