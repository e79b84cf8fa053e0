package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"strings"
	"unicode"

	"sanad/internal/ground/fail"
	"sanad/internal/ground/naming"
)

type nameCmd struct {
	Read    nameReadCmd    `cmd:"" default:"withargs" help:"Read a personal name, or compare two."`
	Group   nameGroupCmd   `cmd:"" help:"Record that names are spellings of one name, in this archive."`
	Apart   nameApartCmd   `cmd:"" help:"Record that names are never one name, however alike."`
	Ungroup nameUngroupCmd `cmd:"" help:"Take back what was recorded of these names."`
	Groups  nameGroupsCmd  `cmd:"" help:"List what is recorded of names in this archive."`
}

type nameReadCmd struct {
	Text   string `arg:"" help:"A personal name."`
	Other  string `arg:"" optional:"" help:"Another, to compare it with."`
	Lang   string `help:"The language of the names: fa, ar, ku, az, en. Arabic and Kurdish names are read as chains of fathers." placeholder:"TAG"`
	Groups string `help:"A file with more groups of spellings, in the form of the dictionary." placeholder:"FILE"`
	Own    bool   `help:"Heed what the archive recorded of names, see sanad name groups."`
}

type namePart struct {
	Text    string      `json:"text"`
	Role    naming.Role `json:"role"`
	Folded  string      `json:"folded"`
	Certain bool        `json:"certain"`
}

type nameTitle struct {
	Title string `json:"title"`
	Text  string `json:"text"`
}

type nameReading struct {
	Parts []namePart `json:"parts"`
	Why   string     `json:"why"`
}

type nameRoman struct {
	Scheme  naming.Scheme `json:"scheme"`
	Text    string        `json:"text"`
	Guessed bool          `json:"guessed"`
	Shown   string        `json:"shown"` // guesses in brackets
}

type nameView struct {
	Text          string        `json:"text"`
	Parts         []namePart    `json:"parts"`
	Titles        []nameTitle   `json:"titles"`
	Folded        string        `json:"folded"`
	Keys          []string      `json:"keys"`
	Groups        [][]string    `json:"groups"` // of each token, the ways the dictionary reads it
	Romanisations []nameRoman   `json:"romanisations"`
	Arabic        []string      `json:"arabic_script"`
	Readings      []nameReading `json:"readings"`
}

type nameToken struct {
	Left      string       `json:"left"`
	Right     string       `json:"right"`
	LeftRole  naming.Role  `json:"left_role,omitempty"`
	RightRole naming.Role  `json:"right_role,omitempty"`
	Level     naming.Level `json:"level"`
	Score     float64      `json:"score"`
	Joined    bool         `json:"joined"`
	Why       string       `json:"why"`
}

type nameComparison struct {
	Left       nameView     `json:"left"`
	Right      nameView     `json:"right"`
	Level      naming.Level `json:"level"`
	Score      float64      `json:"score"`
	OtherGiven bool         `json:"other_given"`
	Turned     bool         `json:"turned"`
	Why        string       `json:"why"`
	Tokens     []nameToken  `json:"tokens"`
}

func (c *nameReadCmd) Run(s *session) error {
	if err := c.knownLanguage(); err != nil {
		return err
	}
	g, err := c.dictionary(s)
	if err == nil && c.Own {
		g, err = s.withOwnNames(g)
	}
	if err != nil {
		return err
	}
	left, err := c.read(g, c.Text)
	if err != nil {
		return err
	}
	if c.Other == "" {
		out := c.view(g, left)
		return s.answer(out, func() { tellName(s, out) })
	}
	right, err := c.read(g, c.Other)
	if err != nil {
		return err
	}
	out := viewComparison(g.CompareNames(left, right))
	out.Left, out.Right = c.view(g, left), c.view(g, right)
	return s.answer(out, func() { tellComparison(s, out) })
}

// knownLanguage refuses a language that changes nothing: the answer would look
// as if it had been heeded.
func (c *nameReadCmd) knownLanguage() error {
	primary, _, _ := strings.Cut(strings.ToLower(c.Lang), "-")
	switch primary {
	case "", "fa", "fas", "prs", "ar", "arb", "ku", "ckb", "kmr", "az", "en":
		return nil
	}
	return fail.New(fail.Usage, "names are not read differently in the language %q", c.Lang).Do("use fa, ar, ku, az or en, or leave --lang out")
}

// mostGroups bounds a file of groups, in bytes.
const mostGroups = 8 << 20

// dictionary gives the groups of the program, with those of the file.
func (c *nameReadCmd) dictionary(s *session) (*naming.Groups, error) {
	g := naming.Standard()
	if c.Groups == "" {
		return g, nil
	}
	f, err := s.files().Open(c.Groups)
	if err != nil {
		return nil, fail.New(fail.Usage, "the file of groups %s can't be opened: %w", c.Groups, bare(err)).Do("name a file with lines like: m محمد | mohammad muhammad")
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, mostGroups+1))
	if err != nil {
		return nil, fail.New(fail.Failed, "the file of groups %s can't be read: %w", c.Groups, bare(err))
	}
	if len(text) > mostGroups {
		return nil, fail.New(fail.Usage, "%s has more than %d bytes", c.Groups, mostGroups)
	}
	if g, err = g.WithLines(c.Groups, string(text)); err != nil {
		return nil, fail.New(fail.Usage, "%w", err).Do("write a line like: m محمد | mohammad muhammad")
	}
	return g, nil
}

// bare leaves out of an error what is said beside it: the call and the path.
func bare(err error) error {
	var of *fs.PathError
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}

// mostName is how many bytes are taken for a name.
const mostName = 1000

func (c *nameReadCmd) read(g *naming.Groups, text string) (naming.Name, error) {
	if len(text) > mostName {
		return naming.Name{}, fail.New(fail.Usage, "a text of %d bytes is no name: at most %d are read", len(text), mostName)
	}
	n := g.Parse(text, c.Lang)
	if len(n.Readings) == 0 {
		return n, fail.New(fail.Usage, "there is no name in %q", text).Do("give one with letters in it")
	}
	return n, nil
}

func (c *nameReadCmd) view(g *naming.Groups, n naming.Name) nameView {
	out := nameView{Text: n.Text, Parts: viewParts(n.Parts()), Titles: []nameTitle{}, Folded: n.Folded(), Keys: n.Keys(), Groups: [][]string{},
		Romanisations: []nameRoman{}, Arabic: g.InArabicScript(n, c.Lang), Readings: []nameReading{}}
	for _, t := range n.Titles {
		out.Titles = append(out.Titles, nameTitle{t.Name, t.Text})
	}
	for _, t := range n.Tokens {
		out.Groups = append(out.Groups, append([]string{}, t.Groups...))
	}
	for _, r := range g.Romanise(n, c.Lang) {
		out.Romanisations = append(out.Romanisations, nameRoman(r))
	}
	for _, r := range n.Readings {
		out.Readings = append(out.Readings, nameReading{viewParts(r.Parts), r.Why})
	}
	if out.Keys == nil {
		out.Keys = []string{}
	}
	if out.Arabic == nil {
		out.Arabic = []string{}
	}
	return out
}

func viewParts(parts []naming.Part) []namePart {
	out := make([]namePart, len(parts))
	for i, p := range parts {
		out[i] = namePart{p.Text, p.Role, p.Folded, p.Certain}
	}
	return out
}

func viewComparison(c naming.Comparison) nameComparison {
	out := nameComparison{Level: c.Level, Score: hundredths(c.Score), OtherGiven: c.OtherGiven, Turned: c.Turned, Why: c.Why, Tokens: []nameToken{}}
	for _, p := range c.Pairs {
		out.Tokens = append(out.Tokens, nameToken{p.Left, p.Right, p.LeftRole, p.RightRole, p.Level, hundredths(p.Score), p.Joined, p.Why})
	}
	return out
}

func hundredths(score float64) float64 { return math.Round(score*100) / 100 }

// tellName puts the name last on each line: text of two directions stays
// readable so.
func tellName(s *session, n nameView) {
	for _, t := range n.Titles {
		s.sayf("%-14s %s (%s)", "title", t.Title, visible(t.Text))
	}
	tellParts(s, "", n.Parts)
	if n.Folded != "" {
		s.sayf("%-14s %s", "folded", n.Folded)
		s.sayf("%-14s %s", "keys", strings.Join(n.Keys, " · "))
	}
	for _, r := range n.Romanisations {
		s.sayf("%-14s %s", r.Scheme, visible(r.Shown))
	}
	for _, a := range n.Arabic {
		s.sayf("%-14s %s", "Arabic script", visible(a))
	}
	for i, r := range n.Readings {
		if i == 0 {
			s.sayf("%-14s %s", "reading", r.Why)
			continue
		}
		s.sayf("%-14s %s", "or", r.Why)
		tellParts(s, "  ", r.Parts)
	}
}

func tellParts(s *session, indent string, parts []namePart) {
	for _, p := range parts {
		unsure := ""
		if !p.Certain {
			unsure = "?"
		}
		s.sayf("%-14s %s", indent+string(p.Role)+unsure, visible(p.Text))
	}
}

func tellComparison(s *session, c nameComparison) {
	s.sayf("%-9s %4.2f  %s", c.Level, c.Score, c.Why)
	for _, t := range c.Tokens {
		s.sayf("%-9s %4.2f  %s | %s", t.Level, t.Score, orNothing(visible(t.Left)), orNothing(visible(t.Right)))
		s.sayf("%16s%s; %s", "", rolesOf(t), t.Why)
	}
}

func orNothing(text string) string {
	if text == "" {
		return "-"
	}
	return text
}

func rolesOf(t nameToken) string {
	switch {
	case t.LeftRole == "" || t.LeftRole == t.RightRole:
		return string(t.RightRole)
	case t.RightRole == "":
		return string(t.LeftRole)
	}
	return fmt.Sprintf("%s, %s", t.LeftRole, t.RightRole)
}

// visible writes out the characters that nobody sees and that turn the order
// of a line or steer a terminal: \u202e. The non-joiner and joiner are letters
// of Persian and stay.
func visible(text string) string {
	var b strings.Builder
	for _, r := range text {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d' || r == '\u2028' || r == '\u2029' {
			fmt.Fprintf(&b, "\\u%04x", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
