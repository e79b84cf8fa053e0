package account

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"sanad/internal/core/guard"
)

// The test vectors of RFC 6238, appendix B, for SHA-1 (eight digits).
func TestCodesAreThoseOfTheStandard(t *testing.T) {
	secret := []byte("12345678901234567890")
	for at, want := range map[int64]string{59: "94287082", 1111111109: "07081804", 1111111111: "14050471", 1234567890: "89005924", 2000000000: "69279037", 20000000000: "65353130"} {
		step := Step(time.Unix(at, 0))
		if got := code(secret, step, 8); got != want {
			t.Errorf("at %d the code is %s, want %s", at, got, want)
		}
		if got := Code(secret, step); got != want[2:] {
			t.Errorf("at %d the code of six digits is %s, want %s", at, got, want[2:])
		}
	}
	// RFC 4226, appendix D.
	for n, want := range []string{"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"} {
		if got := Code(secret, int64(n)); got != want {
			t.Errorf("the code of count %d is %s, want %s", n, got, want)
		}
	}
}

func TestACodeIsTakenOnceAndOnlyAroundItsTime(t *testing.T) {
	secret, now := []byte("12345678901234567890"), time.Unix(1_900_000_000, 0)
	here := Step(now)
	step, ok := Accepts(secret, Code(secret, here), now, -1)
	if !ok || step != here {
		t.Fatalf("the code of now: step %d, %t", step, ok)
	}
	if _, ok := Accepts(secret, Code(secret, here), now, step); ok {
		t.Error("a code was taken twice")
	}
	if _, ok := Accepts(secret, Code(secret, here-1), now, step); ok {
		t.Error("a code from before the one that was used was taken")
	}
	for away, want := range map[int64]bool{-2: false, -1: true, 0: true, 1: true, 2: false} {
		if _, ok := Accepts(secret, Code(secret, here+away), now, -1); ok != want {
			t.Errorf("a code %d steps away: %t", away, ok)
		}
	}
	for _, wrong := range []string{"", "0", "000000", "12345678901234567890", Code(secret, here)[:5]} {
		if _, ok := Accepts(secret, wrong, now, -1); ok {
			t.Errorf("%q was taken", wrong)
		}
	}
}

func TestACodeMayBeTypedInThreeScripts(t *testing.T) {
	secret, now := []byte("12345678901234567890"), time.Unix(59, 0)
	for _, typed := range []string{"287082", "287 082", "۲۸۷۰۸۲", "٢٨٧ ٠٨٢"} {
		if _, ok := Accepts(secret, typed, now, -1); !ok {
			t.Errorf("%q is not taken", typed)
		}
	}
}

func TestTheLinkHoldsWhatAnAppAsksFor(t *testing.T) {
	got := Link("Archive: of Varanda", "آنا", []byte("12345678901234567890"))
	want := "otpauth://totp/Archive%20%20of%20Varanda:%D8%A2%D9%86%D8%A7?issuer=Archive%20%20of%20Varanda&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	if got != want {
		t.Errorf("the link is\n%s, want\n%s", got, want)
	}
	if got := Groups("GEZDGNBVG"); got != "GEZD GNBV G" {
		t.Errorf("the groups are %q", got)
	}
}

func TestARecoveryCodeIsReadAsPeopleTypeIt(t *testing.T) {
	codes, err := NewRecoveryCodes(rand.Reader)
	if err != nil || len(codes) != RecoveryCodes {
		t.Fatalf("%d codes, %v", len(codes), err)
	}
	seen := map[string]bool{}
	for _, c := range codes {
		if seen[c] || len(c) != 19 {
			t.Errorf("the code %q is there twice or has the wrong form", c)
		}
		seen[c] = true
	}
	kept := HashRecovery("ana", "ABCD-IOAB-CDEF-GHIJ")
	for _, typed := range []string{"abcd-ioab-cdef-ghij", "ABCD IOAB CDEF GHIJ", " abcd10abcdefghij "} {
		if !IsRecovery(typed) || !bytes.Equal(HashRecovery("ana", typed), kept) {
			t.Errorf("%q is not read", typed)
		}
	}
	if bytes.Equal(HashRecovery("ben", "ABCD-IOAB-CDEF-GHIJ"), kept) {
		t.Error("one code is the same in two accounts")
	}
	if IsRecovery("123456") {
		t.Error("a code of an app is taken for a recovery code")
	}
}

func TestWrongAttemptsAreSlowedAndMoreSoEachTime(t *testing.T) {
	s, now := NewSlow([]byte("x")), time.Unix(1_900_000_000, 0)
	for i := range slowFree {
		if wait := s.Begin("ana", now); wait != 0 {
			t.Fatalf("attempt %d waits %s", i, wait)
		}
	}
	before := time.Duration(0)
	for range 12 {
		wait := s.Begin("ana", now)
		if wait < before || wait == 0 || wait > slowMost {
			t.Fatalf("after a wait of %s comes one of %s", before, wait)
		}
		before, now = wait, now.Add(wait)
		if s.Begin("ana", now) != 0 {
			t.Fatal("an attempt after the wait is refused")
		}
	}
	if before != slowMost {
		t.Errorf("the longest wait is %s", before)
	}
	if s.Begin("ben", now) != 0 {
		t.Error("another account is slowed as well")
	}
	s.Right("ana")
	if s.Begin("ana", now) != 0 {
		t.Error("a right attempt did not forget the wrong ones")
	}
}

func TestManyAttemptsAtOnceAreNoMoreThanOneAfterTheOther(t *testing.T) {
	s, now, made := NewSlow([]byte("x")), time.Unix(1_900_000_000, 0), 0
	for range 1000 {
		if s.Begin("ana", now) == 0 {
			made++
		}
	}
	if made != slowFree {
		t.Errorf("%d attempts were made at once", made)
	}
}

func TestASessionIsShownToTheHourAndEnds(t *testing.T) {
	at := time.Date(2031, 3, 4, 5, 59, 59, 0, time.UTC)
	s := Session{Began: at, Seen: at.Add(30 * time.Minute)}
	h := s.Hourly()
	if h.Began != at.Truncate(time.Hour) || h.Seen != time.Date(2031, 3, 4, 6, 0, 0, 0, time.UTC) {
		t.Errorf("it is shown as %v to %v", h.Began, h.Seen)
	}
	if s.Expired(s.Seen.Add(SessionIdle)) || !s.Expired(s.Seen.Add(SessionIdle+time.Second)) {
		t.Error("a session that is not used ends at another time")
	}
	s.Seen = at.Add(SessionWhole)
	if !s.Expired(at.Add(SessionWhole + time.Second)) {
		t.Error("a session that is used lives longer than it may")
	}
}

func TestOnlyTheRolesThatTheArchiveNamesOweASecondFactor(t *testing.T) {
	must := []guard.Role{guard.Administrator, guard.Publisher}
	if !Owed([]guard.Role{guard.Reader, guard.Publisher}, must) || Owed([]guard.Role{guard.Reader}, must) || Owed(guard.Roles(), nil) {
		t.Error("the wrong roles owe a second factor")
	}
}

func TestAPreferenceIsOneOfItsChoices(t *testing.T) {
	for _, good := range []Preferences{{}, {Language: "fa", Calendar: "solar", Digits: "persian", Text: "large", Contrast: "high", Blur: true}} {
		if err := good.Check(); err != nil {
			t.Errorf("%+v: %v", good, err)
		}
	}
	for _, bad := range []Preferences{{Language: "xx"}, {Calendar: "lunar"}, {Digits: "1"}, {Text: strings.Repeat("x", 99)}, {Contrast: "<b>"}} {
		if bad.Check() == nil {
			t.Errorf("%+v was taken", bad)
		}
	}
}
