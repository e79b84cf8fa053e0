package linkage

// cache keeps levels of pairs of values that are dear to find. An entry that
// is pushed out is only found again.
type cache struct {
	key   []uint64
	level []uint8
}

const cacheSize = 1 << 17

func newCache() *cache {
	return &cache{make([]uint64, cacheSize), make([]uint8, cacheSize)}
}

// get gives the level of two values, by find if it is not kept.
func (c *cache) get(a, b int32, find func(a, b int32) uint8) uint8 {
	key := pairKey(a, b)
	at := mix(key) % cacheSize
	if c.key[at] != key {
		c.key[at], c.level[at] = key, find(a, b)
	}
	return c.level[at]
}
