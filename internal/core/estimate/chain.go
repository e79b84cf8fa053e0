package estimate

import (
	"cmp"
	"math/bits"
	"slices"

	"sanad/internal/ground/chance"
	"sanad/internal/ground/steady"
)

// chain is one walk of Gibbs' sampler through the latent class model of
// Manrique-Vallier (Biometrics 72, 2016): people are of classes, and within a
// class lists catch them independently. Class k has the share nu_k, made by
// breaking sticks V; its people are on list j with chance lambda_jk. The
// total's prior is 1/N.
type chain struct {
	lists, classes int
	total          int64
	cells          []seen
	draw           *chance.Stream

	catch    []float64 // lambda, by class and list
	miss     []float64 // 1 - lambda
	hits     []int64   // seen people, by class and list
	seenBy   []int64   // by class
	unseenBy []int64
	unseen   int64
	logV     []float64 // of each stick, and of what is left of it
	logRest  []float64
	logNu    []float64
	nu       []float64
	alpha    float64
	weight   []float64
}

// seen is a pattern that somebody has.
type seen struct {
	pattern uint32
	n       int64
}

const (
	alphaShape, alphaRate = 0.25, 0.25
	fixedSweeps           = 500  // at most, with alpha as it began, to sort classes once
	mostUnseen            = 1e12 // beyond which numbers lose people; never met by a proper table
)

// newChain makes a chain and walks it so far that its classes can be sorted.
func newChain(c cells, classes, fixed int, draw *chance.Stream) *chain {
	ch := &chain{
		lists: c.lists, classes: classes, total: c.total, draw: draw,
		catch: make([]float64, classes*c.lists), miss: make([]float64, classes*c.lists), hits: make([]int64, classes*c.lists),
		seenBy: make([]int64, classes), unseenBy: make([]int64, classes),
		logV: make([]float64, classes), logRest: make([]float64, classes), logNu: make([]float64, classes),
		nu: make([]float64, classes), weight: make([]float64, classes), alpha: 0.3 / float64(classes),
	}
	for pattern, n := range c.n {
		if n > 0 {
			ch.cells = append(ch.cells, seen{uint32(pattern), n})
		}
	}
	for k := range classes {
		ch.nu[k] = 1 / float64(classes)
		for j := range c.lists {
			rate := float64(c.margin(1<<j)) / float64(c.total)
			ch.catch[k*c.lists+j], ch.miss[k*c.lists+j] = rate, 1-rate
		}
	}
	for range fixed {
		ch.sweep(false)
	}
	ch.sort()
	return ch
}

// sweep draws everything once, each from what the rest leaves open.
func (c *chain) sweep(alpha bool) {
	c.classSeen()
	c.drawCatches()
	c.breakSticks()
	c.drawUnseen()
	if alpha {
		c.alpha = c.draw.Gamma(alphaShape+float64(c.classes)-1) / (alphaRate - c.logNu[c.classes-1])
	}
	c.switchLabels()
}

// classSeen parts the people of each pattern among the classes.
func (c *chain) classSeen() {
	clear(c.hits)
	clear(c.seenBy)
	for _, cell := range c.cells {
		var sum float64
		for k := range c.classes {
			w := c.nu[k]
			catch, miss := c.catch[k*c.lists:(k+1)*c.lists], c.miss[k*c.lists:(k+1)*c.lists]
			for j := range c.lists {
				if cell.pattern>>j&1 == 1 {
					w = float64(w * catch[j])
				} else {
					w = float64(w * miss[j])
				}
			}
			c.weight[k] = w
			sum += w
		}
		c.part(cell.n, sum, func(k int, n int64) {
			c.seenBy[k] += n
			for rest := cell.pattern; rest != 0; rest &= rest - 1 {
				c.hits[k*c.lists+bits.TrailingZeros32(rest)] += n
			}
		})
	}
}

// part draws from the multinomial distribution of the weights, one class
// after the other.
func (c *chain) part(n int64, sum float64, give func(k int, n int64)) {
	for k := 0; k < c.classes && n > 0; k++ {
		took := n
		if k < c.classes-1 {
			took = c.draw.Binomial(n, min(1, c.weight[k]/sum))
		}
		if took > 0 {
			give(k, took)
			n -= took
		}
		sum = max(sum-c.weight[k], 1e-300)
	}
}

func (c *chain) drawCatches() {
	for k := range c.classes {
		all := c.seenBy[k] + c.unseenBy[k]
		for j := range c.lists {
			at := k*c.lists + j
			rate := 0.0
			if all == 0 {
				rate = c.draw.Uniform()
			} else {
				rate = c.draw.Beta(1+float64(c.hits[at]), 1+float64(all-c.hits[at]))
			}
			c.catch[at], c.miss[at] = rate, 1-rate
		}
	}
}

// breakSticks draws V_k from Beta(1+N_k, alpha+N_k+1+...), in logarithms:
// alpha comes so near to zero that 1-V is no number.
func (c *chain) breakSticks() {
	var after int64
	for k := range c.classes {
		after += c.seenBy[k] + c.unseenBy[k]
	}
	left := 0.0
	for k := range c.classes - 1 {
		own := c.seenBy[k] + c.unseenBy[k]
		after -= own
		a, b := c.draw.LogGamma(1+float64(own)), c.draw.LogGamma(c.alpha+float64(after))
		high := max(a, b)
		sum := high + steady.Log(steady.Exp(a-high)+steady.Exp(b-high))
		c.logV[k], c.logRest[k] = a-sum, b-sum
		c.logNu[k] = left + c.logV[k]
		c.nu[k] = steady.Exp(c.logNu[k])
		left += c.logRest[k]
	}
	last := c.classes - 1
	c.logV[last], c.logNu[last], c.nu[last] = 0, left, steady.Exp(left)
}

// drawUnseen draws how many are on no list, from the negative binomial
// distribution as a Poisson of a gamma, and parts them among the classes.
func (c *chain) drawUnseen() {
	var none float64
	for k := range c.classes {
		w := c.nu[k]
		for _, miss := range c.miss[k*c.lists : (k+1)*c.lists] {
			w = float64(w * miss)
		}
		c.weight[k] = w
		none += w
	}
	mean := float64(c.draw.Gamma(float64(c.total)) * none / max(1-none, 1e-15))
	c.unseen = c.draw.Poisson(min(mean, mostUnseen))
	clear(c.unseenBy)
	c.part(c.unseen, none, func(k int, n int64) { c.unseenBy[k] = n })
}

// switchLabels lets classes change places (Papaspiliopoulos and Roberts,
// Biometrika 95, 2008), which no step of Gibbs' does: a small class on the
// first stick would stay there. Either two classes change places and leave
// their sticks, or two neighbours take their sticks along.
func (c *chain) switchLabels() {
	if c.classes < 3 {
		return
	}
	for range 3 {
		a, b := c.draw.Below(c.classes), c.draw.Below(c.classes)
		more := float64(c.all(b) - c.all(a))
		if a != b && c.accept(float64((c.logNu[a]-c.logNu[b])*more)) {
			c.swap(a, b)
		}
	}
	for range 2 {
		k := c.draw.Below(c.classes - 2)
		next := k + 1
		if !c.accept(float64(c.logRest[next]*float64(c.all(k))) - float64(c.logRest[k]*float64(c.all(next)))) {
			continue
		}
		c.swap(k, next)
		before := c.logNu[k] - c.logV[k]
		c.logV[k], c.logV[next] = c.logV[next], c.logV[k]
		c.logRest[k], c.logRest[next] = c.logRest[next], c.logRest[k]
		c.logNu[k] = before + c.logV[k]
		c.logNu[next] = before + c.logRest[k] + c.logV[next]
		c.nu[k], c.nu[next] = steady.Exp(c.logNu[k]), steady.Exp(c.logNu[next])
	}
}

func (c *chain) all(k int) int64 { return c.seenBy[k] + c.unseenBy[k] }

func (c *chain) accept(log float64) bool {
	return log >= 0 || log > -700 && c.draw.Uniform() < steady.Exp(log)
}

// swap changes what two classes hold, not their shares.
func (c *chain) swap(a, b int) {
	for j := range c.lists {
		x, y := a*c.lists+j, b*c.lists+j
		c.catch[x], c.catch[y] = c.catch[y], c.catch[x]
		c.miss[x], c.miss[y] = c.miss[y], c.miss[x]
	}
	c.seenBy[a], c.seenBy[b] = c.seenBy[b], c.seenBy[a]
	c.unseenBy[a], c.unseenBy[b] = c.unseenBy[b], c.unseenBy[a]
}

// sort puts the largest class on the first stick.
func (c *chain) sort() {
	order := make([]int, c.classes)
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(c.nu[b], c.nu[a]) })
	catch, miss, nu := slices.Clone(c.catch), slices.Clone(c.miss), slices.Clone(c.nu)
	seenBy, unseenBy := slices.Clone(c.seenBy), slices.Clone(c.unseenBy)
	for to, from := range order {
		copy(c.catch[to*c.lists:(to+1)*c.lists], catch[from*c.lists:])
		copy(c.miss[to*c.lists:(to+1)*c.lists], miss[from*c.lists:])
		c.nu[to], c.seenBy[to], c.unseenBy[to] = nu[from], seenBy[from], unseenBy[from]
	}
}
