package witness

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Policy says which logs are meant and whose cosignatures are enough (C2SP
// tlog-policy). Its names stand for nothing outside of it.
type Policy struct {
	Logs      []PolicyLog
	Witnesses []PolicyWitness
	groups    map[string]group
	quorum    string
}

// PolicyLog is a log that is meant.
type PolicyLog struct {
	Key string // verifier key
	URL string // may be empty
	note.Verifier
}

// PolicyWitness is a witness that may count.
type PolicyWitness struct {
	Name string // in the policy
	VKey string
	URL  string // where it is asked; may be empty
	// Key is nil if the key is of a kind that is not checked here (ML-DSA-44):
	// such a witness never counts.
	Key *Key
}

type group struct {
	least   int
	members []string
}

// quorumNone is the quorum that asks for no cosignature.
const quorumNone = "none"

// The most that is read of a policy.
const (
	maxPolicy   = 1 << 20 // bytes
	maxPolicyOf = 256     // logs, witnesses and groups, each
)

// ParsePolicy reads a policy.
func ParsePolicy(text []byte) (*Policy, error) {
	if len(text) > maxPolicy {
		return nil, fmt.Errorf("the policy has more than %d bytes: %w", maxPolicy, ErrForm)
	}
	if at := bytes.IndexFunc(text, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' || r == 0x7f }); at >= 0 {
		return nil, fmt.Errorf("the policy holds a control character: %w", ErrForm)
	}
	if len(text) > 0 && text[len(text)-1] != '\n' {
		return nil, fmt.Errorf("the policy's last line has no end: %w", ErrForm)
	}
	r := policyReader{p: &Policy{groups: map[string]group{}}, names: map[string]bool{}, members: map[string]bool{}, keys: map[string]bool{}}
	at := 0
	for line := range strings.Lines(string(text)) {
		at++
		words := strings.FieldsFunc(line, func(c rune) bool { return c == ' ' || c == '\t' || c == '\n' })
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		if err := r.line(words); err != nil {
			return nil, fmt.Errorf("line %d of the policy: %w", at, err)
		}
	}
	if r.p.quorum == "" {
		return nil, fmt.Errorf("the policy has no quorum line: %w", ErrForm)
	}
	return r.p, nil
}

// policyReader is one reading.
type policyReader struct {
	p       *Policy
	names   map[string]bool // of witnesses and groups
	members map[string]bool // named in a group
	keys    map[string]bool // key material that was given
}

func (r *policyReader) line(words []string) error {
	wrong := fmt.Errorf("%.80q is no line of a policy: %w", strings.Join(words, " "), ErrForm)
	switch what, n := words[0], len(words); {
	case what == "log" && (n == 2 || n == 3):
		return r.log(words[1], strings.Join(words[2:], ""))
	case what == "witness" && (n == 3 || n == 4):
		return r.witness(words[1], words[2], strings.Join(words[3:], ""))
	case what == "group" && n >= 4:
		return r.group(words[1], words[2], words[3:])
	case what == "quorum" && n == 2 && r.p.quorum == "":
		if words[1] != quorumNone && !r.names[words[1]] {
			return fmt.Errorf("the quorum %.80q is not defined above: %w", words[1], ErrForm)
		}
		r.p.quorum = words[1]
		return nil
	}
	return wrong
}

func (r *policyReader) log(vkey, url string) error {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return fmt.Errorf("%.80q is no key of a log: %w", vkey, ErrForm)
	}
	_, alg, key, err := splitKey(vkey)
	if err != nil {
		return err
	}
	if err := r.once("log", alg, key, len(r.p.Logs)); err != nil {
		return err
	}
	r.p.Logs = append(r.p.Logs, PolicyLog{vkey, url, verifier})
	return nil
}

func (r *policyReader) witness(name, vkey, url string) error {
	_, alg, key, err := splitKey(vkey)
	if err != nil {
		return err
	}
	w := PolicyWitness{Name: name, VKey: vkey, URL: url}
	if alg != algMLDSA {
		if w.Key, err = ParseKey(vkey); err != nil {
			return err
		}
	}
	if err := r.once("witness", alg, key, len(r.p.Witnesses)); err != nil {
		return err
	}
	r.p.Witnesses = append(r.p.Witnesses, w)
	return r.name(name)
}

// once refuses the same key material under two names, and too much of all.
func (r *policyReader) once(what string, alg byte, key []byte, have int) error {
	id := what + string(alg) + string(key)
	if r.keys[id] {
		return fmt.Errorf("the key of this %s is given twice: %w", what, ErrForm)
	}
	if r.keys[id] = true; have == maxPolicyOf {
		return fmt.Errorf("there are more than %d of %s: %w", maxPolicyOf, what, ErrForm)
	}
	return nil
}

func (r *policyReader) name(name string) error {
	if name == quorumNone || r.names[name] {
		return fmt.Errorf("the name %.80q is taken: %w", name, ErrForm)
	}
	r.names[name] = true
	return nil
}

func (r *policyReader) group(name, least string, members []string) error {
	g := group{members: members}
	switch least {
	case "all":
		g.least = len(members)
	case "any":
		g.least = 1
	default:
		n, err := strconv.Atoi(least)
		if err != nil || n < 1 || n > len(members) || strconv.Itoa(n) != least {
			return fmt.Errorf("%.40q of %d members is no threshold: %w", least, len(members), ErrForm)
		}
		g.least = n
	}
	for _, m := range members {
		if !r.names[m] {
			return fmt.Errorf("the member %.80q is not defined above: %w", m, ErrForm)
		}
		if r.members[m] {
			return fmt.Errorf("%.80q is a member twice: %w", m, ErrForm)
		}
		r.members[m] = true
	}
	if len(r.p.groups) == maxPolicyOf {
		return fmt.Errorf("there are more than %d groups: %w", maxPolicyOf, ErrForm)
	}
	r.p.groups[name] = g
	return r.name(name)
}

// Names reports whether the policy means the log; one that names none means any.
func (p *Policy) Names(vkey string) bool {
	for _, l := range p.Logs {
		if l.Key == vkey {
			return true
		}
	}
	return len(p.Logs) == 0
}

// Keys gives the keys of all witnesses whose signatures can be checked here.
func (p *Policy) Keys() []*Key {
	var keys []*Key
	for _, w := range p.Witnesses {
		if w.Key != nil {
			keys = append(keys, w.Key)
		}
	}
	return keys
}

// Verdict tells how a checkpoint stands to a policy.
type Verdict struct {
	Enough  bool          // the quorum is reached
	By      []Cosignature // of witnesses of the policy, each once
	Lacking []string      // the policy's names of witnesses that did not sign
}

// Judge weighs the cosignatures of a checkpoint that its log signed. One that
// names a witness of the policy and does not hold is ErrCosignature, whatever else
// stands there.
func (p *Policy) Judge(signed []byte) (Verdict, error) {
	var v Verdict
	var err error
	if v.By, err = Cosignatures(signed, p.Keys()); err != nil {
		return v, err
	}
	signers := map[string]bool{}
	for _, w := range p.Witnesses {
		for _, c := range v.By {
			signers[w.Name] = signers[w.Name] || c.Key == w.Key
		}
		if !signers[w.Name] {
			v.Lacking = append(v.Lacking, w.Name)
		}
	}
	v.Enough = p.reached(p.quorum, signers)
	return v, nil
}

// reached follows groups down; each is named once and above, so it ends.
func (p *Policy) reached(name string, signers map[string]bool) bool {
	if name == quorumNone {
		return true
	}
	g, is := p.groups[name]
	if !is {
		return signers[name]
	}
	n := 0
	for _, m := range g.members {
		if p.reached(m, signers) {
			n++
		}
	}
	return n >= g.least
}
