package account

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"sync"
	"time"
)

// Slow slows wrong attempts down, per account and never per address: an
// address says where a person is. It is kept in memory, in as many places as
// it has and no more, so that a flood of wrong attempts writes nothing to a
// disk and fills nothing; a restart forgets it. Names of accounts fall into
// places by a secret, one that is not there as one that is: being slowed tells
// nothing of either.
//
// Whoever signed in from a browser before keeps a token of that device, whose
// attempts are counted for themselves: others can slow an account down for
// themselves and not for its owner ("device cookies", OWASP).
type Slow struct {
	mu     sync.Mutex
	secret []byte
	places [1 << 14]attempts
}

type attempts struct {
	wrong int
	last  time.Time
	until time.Time
}

// How many wrong attempts are free, how long the first wait is, doubling with
// each, how long a wait may be, and after which time all is forgotten.
const (
	slowFree   = 5
	slowFirst  = 2 * time.Second
	slowMost   = 15 * time.Minute
	slowForget = 24 * time.Hour
)

// NewSlow begins with nothing known; secret MUST be drawn by chance.
func NewSlow(secret []byte) *Slow { return &Slow{secret: secret} }

func (s *Slow) place(key string) *attempts {
	mac := hmac.New(sha256.New, s.secret)
	mac.Write([]byte(key))
	return &s.places[binary.BigEndian.Uint32(mac.Sum(nil))%uint32(len(s.places))]
}

// Begin tells how long to wait, 0 if an attempt may be made now. The attempt
// counts as wrong until Right takes it back: of many at once, only as many are
// made as could be one after the other.
func (s *Slow) Begin(key string, now time.Time) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.place(key)
	if now.Sub(p.last) > slowForget {
		*p = attempts{}
	}
	if wait := p.until.Sub(now); wait > 0 {
		return wait
	}
	p.wrong++
	p.last = now
	if over := p.wrong - slowFree; over >= 0 {
		p.until = now.Add(min(slowFirst<<min(over, 10), slowMost))
	}
	return 0
}

// Right forgets what was wrong before, for the attempt was right.
func (s *Slow) Right(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	*s.place(key) = attempts{}
}

// Spare takes back an attempt that was never made, such as one that was broken
// off while it waited for its turn.
func (s *Slow) Spare(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.place(key); p.wrong > 0 {
		p.wrong--
		p.until = time.Time{}
	}
}
