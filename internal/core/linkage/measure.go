package linkage

// Quality is how pairs found compare with those that are true.
type Quality struct {
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	Found     float64 `json:"found"`
	True      float64 `json:"true"`
	Right     float64 `json:"right"`
}

// Of fills the rates from the numbers.
func (q Quality) Of() Quality {
	if q.Found > 0 {
		q.Precision = q.Right / q.Found
	}
	if q.True > 0 {
		q.Recall = q.Right / q.True
	}
	if q.Precision+q.Recall > 0 {
		q.F1 = 2 * q.Precision * q.Recall / (q.Precision + q.Recall)
	}
	return q
}

// MeasurePairs compares edges of bits or more with the truth: one number a row, equal
// for rows that are one person. Rows of which in is false do not count, nor,
// with lists given, pairs within one list.
func MeasurePairs(edges []Edge, bits float64, truth []int32, in func(row int32) bool, lists []int32) Quality {
	q := Quality{True: truePairs(truth, in, lists)}
	for _, e := range edges {
		if float64(e.Bits) < bits || !in(e.Left) || !in(e.Right) {
			continue
		}
		q.Found++
		if truth[e.Left] == truth[e.Right] {
			q.Right++
		}
	}
	return q.Of()
}

// MeasureClusters compares the pairs that clusters imply with the truth.
func MeasureClusters(clusters []Cluster, truth []int32, in func(row int32) bool, lists []int32) Quality {
	q := Quality{True: truePairs(truth, in, lists)}
	for _, c := range clusters {
		of := map[int32]float64{}
		n := 0.0
		for _, row := range c.Rows {
			if in(row) {
				of[truth[row]]++
				n++
			}
		}
		q.Found += n * (n - 1) / 2
		for _, n := range of {
			q.Right += n * (n - 1) / 2
		}
	}
	return q.Of()
}

func truePairs(truth []int32, in func(row int32) bool, lists []int32) (n float64) {
	of, within := map[int32]float64{}, map[[2]int32]float64{}
	for row, id := range truth {
		if !in(int32(row)) {
			continue
		}
		of[id]++
		if lists != nil {
			within[[2]int32{id, lists[row]}]++
		}
	}
	for _, k := range of {
		n += k * (k - 1) / 2
	}
	for _, k := range within {
		n -= k * (k - 1) / 2
	}
	return n
}
