package arch

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
)

// Standard is one line of standards/index.txt.
type Standard struct {
	Line   int
	Clause string
	Status string   // yes, partly, not yet
	Where  []string // files and folders of the module; none when not yet
	Note   string
}

// ParseIndex reads the index: lines of "CLAUSE | STATUS | PATHS | NOTE".
func ParseIndex(text string) ([]Standard, error) {
	var list []Standard
	for n, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "|")
		if len(cells) != 4 {
			return nil, fmt.Errorf("standards/index.txt:%d: want clause | status | paths | note: %q", n+1, line)
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		list = append(list, Standard{n + 1, cells[0], cells[1], strings.Fields(cells[2]), cells[3]})
	}
	return list, nil
}

// CheckIndex gives a fault for every line that promises what is not there.
func CheckIndex(root fs.FS, list []Standard) []Fault {
	var faults []Fault
	for _, s := range list {
		path := fmt.Sprintf("standards/index.txt:%d", s.Line)
		add := func(format string, args ...any) {
			faults = append(faults, Fault{"standard", path, fmt.Sprintf(format, args...)})
		}
		switch s.Status {
		case "yes", "partly":
			if len(s.Where) == 0 {
				add("%s is said to be followed, but not where", s.Clause)
			}
		case "not yet":
		default:
			add("the status %q of %s is not one of yes, partly, not yet", s.Status, s.Clause)
		}
		if s.Status != "yes" && s.Note == "" {
			add("%s is not followed fully: say what is missing", s.Clause)
		}
		for _, where := range s.Where {
			if _, err := fs.Stat(root, where); err != nil {
				add("%s names %s, which is not there", s.Clause, where)
			}
		}
	}
	return faults
}

// linkTo finds the target of a Markdown link.
var linkTo = regexp.MustCompile(`\]\(([^)#\s]+)(#[^)]*)?\)`)

// Links gives the targets of a Markdown text's links to files beside it;
// addresses on the net are left out.
func Links(text string) []string {
	var links []string
	for _, m := range linkTo.FindAllStringSubmatch(text, -1) {
		if !strings.Contains(m[1], "://") {
			links = append(links, m[1])
		}
	}
	return links
}
