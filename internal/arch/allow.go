package arch

import (
	"fmt"
	"strings"
)

// Allowance excuses one rule for one path, with the reason.
type Allowance struct {
	Rule, Path, Reason string
}

// ParseAllow reads allow.txt: a rule, a path and the reason a line. A line
// without a reason is refused.
func ParseAllow(text string) ([]Allowance, error) {
	var list []Allowance
	for n, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		words := strings.Fields(line)
		if len(words) < 5 {
			return nil, fmt.Errorf("allow.txt:%d: want a rule, a path and a reason of three words at least: %q", n+1, line)
		}
		list = append(list, Allowance{words[0], words[1], strings.Join(words[2:], " ")})
	}
	return list, nil
}

// excuse drops the faults that the list excuses.
func excuse(faults []Fault, list []Allowance) []Fault {
	used := make([]bool, len(list))
	var left []Fault
	for _, f := range faults {
		excused := false
		for i, a := range list {
			if a.Rule == f.Rule && a.Path == f.Path {
				used[i], excused = true, true
			}
		}
		if !excused {
			left = append(left, f)
		}
	}
	for i, a := range list {
		if !used[i] {
			left = append(left, Fault{"allow", a.Path, fmt.Sprintf("allow.txt excuses %q here and nothing breaks it: take the line out", a.Rule)})
		}
	}
	return left
}
