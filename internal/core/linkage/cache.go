package linkage

// cache keeps levels of pairs of values that are dear to find. An entry that
// is pushed out is only found again. Each is one word, so that a look touches
// memory once: two numbers of 28 bits, and the level.
type cache []uint64

const (
	cacheSize   = 1 << 18
	cacheNumber = 1 << 28
)

func newCache() cache { return make(cache, cacheSize) }

// get gives the level of two values, by find if it is not kept.
func (c cache) get(a, b int32, find func(a, b int32) uint8) uint8 {
	x, y := uint64(min(a, b)), uint64(max(a, b))
	if y >= cacheNumber {
		return find(a, b)
	}
	key := x<<28 | y
	at := &c[mix(key)%cacheSize]
	if *at>>8 != key {
		*at = key<<8 | uint64(find(a, b))
	}
	return uint8(*at)
}
