package estimate

import "math"

// existence says whether a model has one most likely place on a table.
type existence int

const (
	exists         existence = iota
	noMaximum                // the likelihood grows without end
	unidentifiable           // more terms than the table can tell apart
)

// exist asks by linear programming (Fienberg and Rinaldo, Annals of Statistics
// 40, 2012). The likelihood has a maximum unless some change of the terms
// leaves every cell with people as it is and can only lower the others: a
// vector of the null space of the rows with people whose values on the rows
// without are of one sign and not all zero. Terms that nobody supports are at
// minus infinity, and the cells that hold them are left out beforehand.
func (f *fitter) exist(m terms) existence {
	f.prepare(m)
	q := len(f.columns)
	var held, empty [][]float64
	for _, cell := range f.cells {
		row := make([]float64, q)
		for j, s := range f.columns {
			if cell&s == s {
				row[j] = 1
			}
		}
		if f.y[cell] > 0 {
			held = append(held, row)
		} else {
			empty = append(empty, row)
		}
	}
	null := nullSpace(held, q)
	if len(null) == 0 {
		return exists
	}
	rows := make([][]float64, len(empty))
	for i, row := range empty {
		rows[i] = make([]float64, len(null))
		for j, v := range null {
			for k := range q {
				rows[i][j] += float64(row[k] * v[k])
			}
		}
	}
	if len(nullSpace(rows, len(null))) > 0 {
		return unidentifiable
	}
	if oneSided(rows) {
		return noMaximum
	}
	return exists
}

const zero = 1e-9 // matrices of small whole numbers, eliminated

// nullSpace gives a base of the vectors that every row is orthogonal to, by
// Gauss and Jordan with the largest pivot.
func nullSpace(rows [][]float64, width int) [][]float64 {
	var work [][]float64
	for _, row := range rows {
		work = append(work, append([]float64(nil), row...))
	}
	pivots := make([]int, 0, width) // the column of each finished row
	isPivot := make([]bool, width)
	for column := 0; column < width && len(pivots) < len(work); column++ {
		at := len(pivots)
		best := at
		for i := at; i < len(work); i++ {
			if math.Abs(work[i][column]) > math.Abs(work[best][column]) {
				best = i
			}
		}
		if math.Abs(work[best][column]) < zero {
			continue
		}
		work[at], work[best] = work[best], work[at]
		eliminate(work, at, column)
		pivots = append(pivots, column)
		isPivot[column] = true
	}
	var base [][]float64
	for column := range width {
		if isPivot[column] {
			continue
		}
		v := make([]float64, width)
		v[column] = 1
		for i, pivot := range pivots {
			v[pivot] = -work[i][column]
		}
		base = append(base, v)
	}
	return base
}

// eliminate makes column nothing in all rows but one, where it becomes one.
func eliminate(rows [][]float64, at, column int) {
	by := rows[at][column]
	for k := range rows[at] {
		rows[at][k] /= by
	}
	for i, row := range rows {
		if i == at || row[column] == 0 {
			continue
		}
		times := row[column]
		for k := range row {
			row[k] -= float64(times * rows[at][k])
		}
	}
}

// oneSided says whether some z makes every row's product with it zero or
// above, and not all zero: the maximum of the sum of the products, each held
// between zero and one. Solved by the simplex method with Bland's rule, which
// can't run in a circle; z is free, so it is the difference of two that are not.
func oneSided(rows [][]float64) bool {
	if len(rows) == 0 {
		return false
	}
	width := len(rows[0])
	m := 2 * len(rows)
	tableau := make([][]float64, m+1)
	basis := make([]int, m)
	for i := range tableau {
		tableau[i] = make([]float64, 2*width+m+1)
	}
	for i, row := range rows {
		for j, v := range row {
			for side, sign := range [2]float64{1, -1} {
				column := j + side*width
				tableau[2*i][column] = -float64(sign * v)  // at least zero
				tableau[2*i+1][column] = float64(sign * v) // at most one
				tableau[m][column] -= float64(sign * v)
			}
		}
		tableau[2*i+1][2*width+m] = 1
	}
	for i := range m {
		basis[i] = 2*width + i
		tableau[i][basis[i]] = 1
	}
	return maximum(tableau, basis) > 1e-6
}

// maximum walks from corner to corner until none is better. The last row holds
// the objective, the last column the values.
func maximum(tableau [][]float64, basis []int) float64 {
	m, last := len(basis), len(tableau[0])-1
	for {
		enter := -1
		for j := range last {
			if tableau[m][j] < -zero {
				enter = j
				break
			}
		}
		if enter < 0 {
			return tableau[m][last]
		}
		leave := -1
		for i := range m {
			if tableau[i][enter] <= zero {
				continue
			}
			if leave < 0 || better(tableau, basis, i, leave, enter, last) {
				leave = i
			}
		}
		if leave < 0 { // every product is at most one: only rounding leads here
			return tableau[m][last]
		}
		eliminate(tableau, leave, enter)
		basis[leave] = enter
	}
}

// better says whether row i bounds the entering variable more closely than row
// j, or as closely with the smaller variable.
func better(tableau [][]float64, basis []int, i, j, enter, last int) bool {
	a, b := tableau[i][last]/tableau[i][enter], tableau[j][last]/tableau[j][enter]
	if math.Abs(a-b) < zero {
		return basis[i] < basis[j]
	}
	return a < b
}
