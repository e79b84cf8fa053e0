package witness

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// signedBy gives the known checkpoint with the cosignatures of those.
func signedBy(signers ...*Signer) []byte {
	out := knownText + "\n" + knownOwn
	for _, s := range signers {
		out += s.Cosign(knownText, time.Unix(knownTime, 0))
	}
	return []byte(out)
}

func TestAQuorumIsReachedByWhomThePolicyNames(t *testing.T) {
	var w []*Signer
	text := "# two houses\n\nlog " + knownLog + " https://varanda.example/log\n"
	for i := range 5 {
		s := witnessOf(t, fmt.Sprintf("w.example/%d", i), byte(10+i))
		w = append(w, s)
		text += fmt.Sprintf(" \twitness X%d %s\n", i, s)
	}
	groups := text + "group house 2 X0 X1 X2\ngroup others any X3 X4\ngroup both all house others\n"
	for _, c := range []struct {
		policy  string
		signers []int
		want    bool
	}{
		{groups + "quorum both\n", []int{0, 2, 4}, true},
		{groups + "quorum both\n", []int{0, 1, 2}, false},
		{groups + "quorum both\n", []int{0, 3, 4}, false},
		{groups + "quorum house\n", []int{1, 2}, true},
		{groups + "quorum house\n", []int{1, 3}, false},
		{groups + "quorum X4\n", []int{4}, true},
		{groups + "quorum X4\n", nil, false},
		{"quorum none\n", nil, true},
	} {
		p, err := ParsePolicy([]byte(c.policy))
		if err != nil {
			t.Fatal(err)
		}
		var by []*Signer
		for _, i := range c.signers {
			by = append(by, w[i])
		}
		v, err := p.Judge(signedBy(by...))
		if err != nil || v.Enough != c.want || len(v.By) != len(by) && len(p.Witnesses) > 0 || len(v.Lacking)+len(v.By) != len(p.Witnesses) {
			t.Errorf("%q signed by %v: %+v %v", c.policy[len(c.policy)-30:], c.signers, v, err)
		}
	}
	p, err := ParsePolicy([]byte(groups + "quorum both\n"))
	if err != nil || !p.Names(knownLog) || p.Names(knownWitness) || p.Logs[0].URL != "https://varanda.example/log" {
		t.Errorf("the logs of the policy are %+v: %v", p, err)
	}
	if v, err := p.Judge(signedBy(w[1], w[1])); err != nil || len(v.By) != 1 {
		t.Errorf("one that signs twice counts twice: %+v %v", v, err)
	}
	if v, err := p.Judge(signedBy(witnessOf(t, "stranger", 99))); err != nil || len(v.By) != 0 {
		t.Errorf("a stranger counts: %+v %v", v, err)
	}
	void := strings.Replace(string(signedBy(w[0])), "BpLQSw", "BpLQSx", 1)
	if _, err := p.Judge([]byte(void)); !errors.Is(err, ErrCosignature) {
		t.Errorf("a line that does not hold: %v", err)
	}
}

func TestAKindOfKeyThatIsNotCheckedNeverCounts(t *testing.T) {
	raw := append([]byte{algMLDSA}, make([]byte, 1312)...)
	vkey := fmt.Sprintf("pq.example+%08x+%s", keyHash("pq.example", algMLDSA, raw[1:]), base64.StdEncoding.EncodeToString(raw))
	p, err := ParsePolicy([]byte("witness pq " + vkey + "\nquorum pq\n"))
	if err != nil {
		t.Fatal(err)
	}
	if v, err := p.Judge([]byte(known)); err != nil || v.Enough || !slices.Equal(v.Lacking, []string{"pq"}) {
		t.Errorf("%+v %v", v, err)
	}
}

func TestAPolicyThatCouldBeReadInTwoWaysIsRefused(t *testing.T) {
	a, b := witnessOf(t, "a", 11), witnessOf(t, "b", 12)
	same := witnessOf(t, "c", 11) // a's key under another name
	two := fmt.Sprintf("witness a %s\nwitness b %s\n", a, b)
	for name, text := range map[string]string{
		"nothing": "", "no quorum": two, "two quorums": two + "quorum a\nquorum b\n", "a quorum of nobody": two + "quorum c\n", "a quorum before": "quorum a\n" + two,
		"no end": two + "quorum a", "a carriage return": two + "quorum a\r\n", "an unknown line": two + "quorum a\nmirror x\n", "too many words": two + "quorum a b\n",
		"a name twice": two + "group a any b\nquorum a\n", "none as a name": fmt.Sprintf("witness none %s\nquorum none\n", a), "none as a member": two + "group g any none\nquorum g\n",
		"one key twice": fmt.Sprintf("witness a %s\nwitness c %s\nquorum a\n", a, same), "a log twice": "log " + knownLog + "\nlog " + knownLog + "\nquorum none\n",
		"a log as a witness": "witness w " + knownLog + "\nquorum w\n", "a witness as a log": "log " + a.String() + "\nquorum none\n",
		"a member twice": two + "group g 2 a a\nquorum g\n", "a member of two": two + "group g any a\ngroup h all a b\nquorum h\n", "a member below": two + "group g any h\ngroup h any a\nquorum g\n",
		"too many of them": two + "group g 3 a b\nquorum g\n", "none of them": two + "group g 0 a b\nquorum g\n", "a plus": two + "group g +1 a b\nquorum g\n", "no member": two + "group g any\nquorum g\n",
		"a null": two + "quorum a\n\x00",
	} {
		if _, err := ParsePolicy([]byte(text)); !errors.Is(err, ErrForm) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ParsePolicy([]byte(two + "\t# ends\n\n quorum\t a  \n")); err != nil {
		t.Errorf("spaces and comments: %v", err)
	}
}

func FuzzParsePolicy(f *testing.F) {
	a := witnessOf(f, "a", 11)
	f.Add([]byte(fmt.Sprintf("log %s\nwitness a %s\ngroup g any a\nquorum g\n", knownLog, a)))
	f.Add([]byte("quorum none\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := ParsePolicy(text)
		if err != nil {
			return
		}
		if v, err := p.Judge([]byte(knownText + "\n" + knownOwn)); err == nil && v.Enough && p.quorum != quorumNone {
			t.Errorf("nobody signed, and %q is content", text)
		}
	})
}
