package linkage

import (
	"cmp"
	"slices"
)

// adjacent holds edges by the smaller of their rows, so that what was scored
// once need not be scored again. A row has few.
type adjacent struct {
	from  []int32 // of each row, where its edges begin
	edges []halfEdge
}

type halfEdge struct {
	other int32
	bits  float32
}

func adjacentOf(edges []Edge, rows int) adjacent {
	a := adjacent{make([]int32, rows+1), make([]halfEdge, len(edges))}
	for _, e := range edges {
		a.from[e.Left+1]++
	}
	for row := range rows {
		a.from[row+1] += a.from[row]
	}
	for _, e := range edges { // from is moved on to where the next row begins, and back below
		at := &a.from[e.Left]
		a.edges[*at] = halfEdge{e.Right, e.Bits}
		*at++
	}
	copy(a.from[1:], a.from)
	a.from[0] = 0
	for row := range rows {
		of := a.edges[a.from[row]:a.from[row+1]]
		if len(of) > 1 {
			slices.SortFunc(of, func(x, y halfEdge) int { return cmp.Compare(x.other, y.other) })
		}
	}
	return a
}

// bits gives the bits of two rows, if there is an edge.
func (a adjacent) bits(x, y int32) (float32, bool) {
	x, y = min(x, y), max(x, y)
	of := a.edges[a.from[x]:a.from[x+1]]
	at, ok := slices.BinarySearchFunc(of, y, func(e halfEdge, row int32) int { return cmp.Compare(e.other, row) })
	if !ok {
		return 0, false
	}
	return of[at].bits, true
}
