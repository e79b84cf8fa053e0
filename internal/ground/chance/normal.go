package chance

import (
	"math"
	"sync"

	"sanad/internal/ground/steady"
)

// layers parts the area under half the normal curve into 256 pieces of one
// size, each as wide as edge says (Marsaglia and Tsang, The ziggurat method,
// J. Stat. Software 5, 2000; here as Doornik made it, An improved ziggurat
// method, 2005).
type layers struct {
	edge  [257]float64
	inner [256]float64 // the part of each layer that lies wholly under the curve
}

const (
	lastEdge  = 3.6541528853610088 // beyond it is the tail
	layerArea = 0.00492867323399
)

// makeLayers is asked for by every new stream, and answers with one table.
var makeLayers = sync.OnceValue(func() *layers {
	var l layers
	bell := func(x float64) float64 { return steady.Exp(float64(x*x) / -2) }
	l.edge[0], l.edge[1] = layerArea/bell(lastEdge), lastEdge
	for i := 2; i < 256; i++ {
		l.edge[i] = math.Sqrt(float64(-2 * steady.Log(layerArea/l.edge[i-1]+bell(l.edge[i-1]))))
	}
	for i := range l.inner {
		l.inner[i] = l.edge[i+1] / l.edge[i]
	}
	return &l
})

// Normal draws from the standard normal distribution. One draw of bits is
// nearly always enough: eight of them choose the layer, one the side, and 53
// the place in it.
func (s *Stream) Normal() float64 {
	for {
		b := s.Bits()
		layer, u := b&0xff, float64(float64(b>>11)*0x1p-53)
		side := 1 - float64(2*float64(b>>8&1))
		l := s.layers
		if u < l.inner[layer] {
			return float64(side * float64(u*l.edge[layer]))
		}
		if layer == 0 {
			return float64(side * s.normalTail())
		}
		x, in, out := float64(u*l.edge[layer]), l.edge[layer+1], l.edge[layer]
		atOut := steady.Exp((float64(out*out) - float64(x*x)) / -2)
		atIn := steady.Exp((float64(in*in) - float64(x*x)) / -2)
		if atOut+float64(s.Uniform()*(atIn-atOut)) < 1 {
			return float64(side * x)
		}
	}
}

// normalTail draws from what lies beyond the last edge.
func (s *Stream) normalTail() float64 {
	for {
		x := -steady.Log(s.Uniform()) / lastEdge
		if y := -steady.Log(s.Uniform()); y+y > float64(x*x) {
			return lastEdge + x
		}
	}
}
