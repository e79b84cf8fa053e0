package ocfl

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// numbered is a version by its name and number.
type numbered struct {
	name   string
	number uint64
	width  int // digits if zero-padded, else 0
}

// parseVersion reads a version name: v and a positive number, perhaps padded.
func parseVersion(name string) (numbered, bool) {
	digits, ok := strings.CutPrefix(name, "v")
	if !ok || !decimal(digits) {
		return numbered{}, false
	}
	n, err := strconv.ParseUint(digits, 10, 64)
	if err != nil || n == 0 {
		return numbered{}, false
	}
	v := numbered{name: name, number: n}
	if digits[0] == '0' {
		v.width = len(digits)
	}
	return v, true
}

// inOrder sorts versions by number.
func inOrder(list []numbered) {
	slices.SortFunc(list, func(a, b numbered) int {
		return cmp.Or(cmp.Compare(a.number, b.number), cmp.Compare(a.name, b.name))
	})
}

// order gives the versions of the inventory by number, and tells of names that
// are none.
func (v *inventory) order(add func(Code, string)) []numbered {
	var list []numbered
	v.numbers = map[uint64]bool{}
	for name := range v.versions {
		n, ok := parseVersion(name)
		if !ok {
			add(E104, fmt.Sprintf("version %q", name))
			continue
		}
		list = append(list, n)
		v.numbers[n.number] = true
	}
	inOrder(list)
	return list
}

// checkSequence holds a sorted list of versions to the rules of section 3.3.
func checkSequence(list []numbered, add func(Code, string)) {
	if len(list) == 0 {
		add(E008, "no versions")
		return
	}
	if list[0].number != 1 {
		add(E009, "the first version is "+list[0].name)
	}
	if list[0].width > 0 {
		add(W001, list[0].name)
	}
	for i, v := range list[1:] {
		if before := list[i]; v.number != before.number+1 {
			add(E010, fmt.Sprintf("after %s comes %s", before.name, v.name))
		}
		if v.width == list[0].width {
			continue
		}
		if list[0].width > 0 && v.width == 0 {
			add(E011, v.name)
		}
		add(E012, fmt.Sprintf("%s and %s", list[0].name, v.name))
		add(E013, v.name)
	}
}
