package fiction

import (
	"bytes"
	"testing"
)

func TestARosterIsTheSameEveryTime(t *testing.T) {
	var a, b, c bytes.Buffer
	for _, one := range []struct {
		to   *bytes.Buffer
		seed uint64
	}{{&a, 7}, {&b, 7}, {&c, 8}} {
		if err := NewRoster(one.seed, 300).WriteCSV(one.to); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) || bytes.Equal(a.Bytes(), c.Bytes()) {
		t.Error("the seed does not fix the rows")
	}
}

func TestBrothersOfARosterHaveOtherNames(t *testing.T) {
	r := NewRoster(3, 30_000)
	homes := map[int]map[string]bool{}
	twice, many := 0, 0
	for i := range r.People {
		p := r.person(i)
		if p.household < 0 {
			continue
		}
		if homes[p.household] == nil {
			homes[p.household] = map[string]bool{}
		}
		many++
		if homes[p.household][p.given.Fa[0]] {
			twice++
		}
		homes[p.household][p.given.Fa[0]] = true
	}
	if many < r.People/3 || twice*100 > many {
		t.Errorf("of %d people in households %d share a given name with another", many, twice)
	}
}
