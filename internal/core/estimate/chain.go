package estimate

import (
	"cmp"
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

	catch    []float64 // lambda, by list and class
	miss     []float64 // 1 - lambda
	hits     []int64   // seen people, by list and class
	seenBy   []int64   // by class
	unseenBy []int64
	unseen   int64
	v, rest  []float64 // of each stick: what is broken off, and what is left
	logRest  []float64
	left     []float64 // of the whole, before each stick
	nu       []float64
	logLast  float64 // the logarithm of the last class's share
	alpha    float64

	like []float64 // of each pattern in each class, times its share; nil if patterns are fewer than that is worth
	one  []float64 // the same for one pattern
	open []float64 // its classes to which nobody was given yet
	who  []int     // which those are
	took []int64   // people of one pattern, by class
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
	oneByOne              = 16   // so few people are put into classes each by itself
)

// emptyChain makes a chain that stands nowhere yet.
func emptyChain(c cells, classes int, draw *chance.Stream) *chain {
	ch := &chain{lists: c.lists, classes: classes, total: c.total, draw: draw, alpha: 0.3 / float64(classes)}
	for _, s := range []*[]float64{&ch.v, &ch.rest, &ch.logRest, &ch.left, &ch.nu, &ch.one} {
		*s = make([]float64, classes)
	}
	ch.open, ch.who = make([]float64, classes), make([]int, classes)
	for _, s := range []*[]int64{&ch.seenBy, &ch.unseenBy, &ch.took} {
		*s = make([]int64, classes)
	}
	ch.catch, ch.miss, ch.hits = make([]float64, classes*c.lists), make([]float64, classes*c.lists), make([]int64, classes*c.lists)
	for pattern, n := range c.n {
		if n > 0 {
			ch.cells = append(ch.cells, seen{uint32(pattern), n})
		}
	}
	if 2*len(c.n) <= c.lists*len(ch.cells) {
		ch.like = make([]float64, len(c.n)*classes)
	}
	return ch
}

// newChain makes a chain and walks it so far that its classes can be sorted.
func newChain(c cells, classes, fixed int, draw *chance.Stream) *chain {
	ch := emptyChain(c, classes, draw)
	for k := range classes {
		ch.nu[k] = 1 / float64(classes)
		for j := range c.lists {
			rate := float64(c.margin(1<<j)) / float64(c.total)
			ch.catch[j*classes+k], ch.miss[j*classes+k] = rate, 1-rate
		}
	}
	for range fixed {
		ch.sweep(false)
	}
	ch.sort()
	return ch
}

// chainFrom makes a chain on a table much like another's, which goes on where
// that one's stands.
func chainFrom(c cells, other *chain, draw *chance.Stream) *chain {
	ch := emptyChain(c, other.classes, draw)
	for to, from := range map[*[]float64][]float64{&ch.catch: other.catch, &ch.miss: other.miss, &ch.nu: other.nu} {
		copy(*to, from)
	}
	copy(ch.unseenBy, other.unseenBy)
	ch.alpha = other.alpha
	return ch
}

// sweep draws everything once, each from what the rest leaves open.
func (c *chain) sweep(alpha bool) {
	c.classSeen()
	c.drawCatches()
	c.breakSticks()
	c.drawUnseen()
	if alpha {
		c.alpha = c.draw.Gamma(alphaShape+float64(c.classes)-1) / (alphaRate - c.logLast)
	}
	c.switchLabels()
}

// classSeen parts the people of each pattern among the classes.
func (c *chain) classSeen() {
	clear(c.hits)
	clear(c.seenBy)
	if c.like != nil {
		c.likelihoods()
	}
	for _, cell := range c.cells {
		one := c.one
		if c.like != nil {
			at := int(cell.pattern) * c.classes
			one = c.like[at : at+c.classes]
		} else {
			c.likelihood(cell.pattern)
		}
		c.part(cell.n, one)
		for k, n := range c.took {
			if n == 0 {
				continue
			}
			c.seenBy[k] += n
			for j := range c.lists {
				if cell.pattern>>j&1 == 1 {
					c.hits[j*c.classes+k] += n
				}
			}
		}
	}
}

// likelihoods fills the likelihood of every pattern: each list doubles the
// patterns there are.
func (c *chain) likelihoods() {
	copy(c.like, c.nu)
	size := c.classes
	for j := range c.lists {
		catch, miss := c.catch[j*c.classes:(j+1)*c.classes], c.miss[j*c.classes:(j+1)*c.classes]
		for at := 0; at < size; at += c.classes {
			off, on := c.like[at:at+c.classes], c.like[size+at:size+at+c.classes]
			for k, w := range off {
				on[k] = float64(w * catch[k])
				off[k] = float64(w * miss[k])
			}
		}
		size += size
	}
}

// likelihood fills that of one pattern.
func (c *chain) likelihood(pattern uint32) {
	copy(c.one, c.nu)
	for j := range c.lists {
		by := c.miss
		if pattern>>j&1 == 1 {
			by = c.catch
		}
		for k, chance := range by[j*c.classes : (j+1)*c.classes] {
			c.one[k] = float64(c.one[k] * chance)
		}
	}
}

// part draws from the multinomial distribution of the weights: for the
// heaviest class first, then the heaviest of those that are left, while there
// are many people, and then for one person after the other.
func (c *chain) part(n int64, weight []float64) {
	clear(c.took)
	open := append(c.open[:0], weight...)
	for k := range c.who {
		c.who[k] = k
	}
	for n > oneByOne && len(open) > 1 {
		sum, best := 0.0, 0
		for i, w := range open {
			sum += w
			if w > open[best] {
				best = i
			}
		}
		took := c.draw.Binomial(n, min(1, open[best]/max(sum, 1e-300)))
		c.took[c.who[best]] = took
		n -= took
		last := len(open) - 1
		open[best], c.who[best] = open[last], c.who[last]
		open = open[:last]
	}
	if n == 0 {
		return
	}
	var sum float64
	for _, w := range open {
		sum += w
	}
	for range n {
		at, u := 0, float64(c.draw.Uniform()*sum)
		for ; at < len(open)-1 && u >= open[at]; at++ {
			u -= open[at]
		}
		c.took[c.who[at]]++
	}
}

func (c *chain) drawCatches() {
	for k := range c.classes {
		all := c.seenBy[k] + c.unseenBy[k]
		for j := range c.lists {
			at := j*c.classes + k
			c.catch[at], c.miss[at] = c.rate(c.hits[at], all-c.hits[at])
		}
	}
}

// rate draws from Beta(1+hits, 1+misses), and gives what is left of one too.
func (c *chain) rate(hits, misses int64) (catch, miss float64) {
	switch {
	case hits+misses == 0:
		u := c.draw.Uniform()
		return u, 1 - u
	case hits == 0:
		miss = steady.Exp(steady.Log(c.draw.Uniform()) / float64(1+misses))
		return 1 - miss, miss
	case misses == 0:
		catch = steady.Exp(steady.Log(c.draw.Uniform()) / float64(1+hits))
		return catch, 1 - catch
	}
	x, y := c.draw.Gamma(1+float64(hits)), c.draw.Gamma(1+float64(misses))
	return x / (x + y), y / (x + y)
}

// breakSticks draws V_k from Beta(1+N_k, alpha+N_k+1+...). Alpha comes so near
// to zero that 1-V is no number: its logarithm is drawn there.
func (c *chain) breakSticks() {
	var after int64
	for k := range c.classes {
		after += c.all(k)
	}
	left := 1.0
	last := c.classes - 1
	c.logLast = 0
	for k := range last {
		own := c.all(k)
		after -= own
		c.breakStick(k, own, c.alpha+float64(after))
		c.logLast += c.logRest[k]
		c.left[k], c.nu[k] = left, float64(left*c.v[k])
		left = float64(left * c.rest[k])
	}
	c.v[last], c.rest[last], c.left[last], c.nu[last] = 1, 0, left, left
}

func (c *chain) breakStick(k int, own int64, behind float64) {
	switch {
	case own == 0: // 1-V is a root of a uniform number
		c.logRest[k] = steady.Log(c.draw.Uniform()) / behind
		c.rest[k] = steady.Exp(c.logRest[k])
		c.v[k] = 1 - c.rest[k]
	case behind >= 1:
		a, b := c.draw.Gamma(1+float64(own)), c.draw.Gamma(behind)
		c.v[k], c.rest[k] = a/(a+b), b/(a+b)
		c.logRest[k] = steady.Log(c.rest[k])
	default:
		log := c.draw.LogGamma(behind) - steady.Log(c.draw.Gamma(1+float64(own)))
		odds := steady.Exp(log)
		c.v[k], c.rest[k] = 1/(1+odds), odds/(1+odds)
		c.logRest[k] = log - steady.Log1p(odds)
	}
}

// drawUnseen draws how many are on no list, from the negative binomial
// distribution as a Poisson of a gamma, and parts them among the classes.
func (c *chain) drawUnseen() {
	c.likelihood(0)
	var none float64
	for _, w := range c.one {
		none += w
	}
	mean := float64(c.draw.Gamma(float64(c.total)) * none / max(1-none, 1e-15))
	c.unseen = c.draw.Poisson(min(mean, mostUnseen))
	c.part(c.unseen, c.one)
	copy(c.unseenBy, c.took)
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
		more := c.all(b) - c.all(a)
		if a != b && (more == 0 || c.accept(float64(steady.Log(c.nu[a]/c.nu[b])*float64(more)))) {
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
		for _, s := range [][]float64{c.v, c.rest, c.logRest} {
			s[k], s[next] = s[next], s[k]
		}
		c.left[next] = float64(c.left[k] * c.rest[k])
		c.nu[k], c.nu[next] = float64(c.left[k]*c.v[k]), float64(c.left[next]*c.v[next])
	}
}

func (c *chain) all(k int) int64 { return c.seenBy[k] + c.unseenBy[k] }

func (c *chain) accept(log float64) bool {
	return log >= 0 || log > -700 && c.draw.Uniform() < steady.Exp(log)
}

// swap changes what two classes hold, not their shares.
func (c *chain) swap(a, b int) {
	for j := range c.lists {
		x, y := j*c.classes+a, j*c.classes+b
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
		for j := 0; j < len(catch); j += c.classes {
			c.catch[j+to], c.miss[j+to] = catch[j+from], miss[j+from]
		}
		c.nu[to], c.seenBy[to], c.unseenBy[to] = nu[from], seenBy[from], unseenBy[from]
	}
}
