package door

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"sync"
	"time"
)

// tokens know which forms came from here, and which were sent already, so that
// what a browser or a network sends twice is recorded once.
//
// Their key is drawn when the program starts, and forgotten when it ends: there
// is nothing to seize, and a form of before a restart, of which nobody knows
// whether it was sent, can't be taken for one that was not.
type tokens struct {
	key    [32]byte
	random io.Reader
	clock  func() time.Time

	mu    sync.Mutex
	spent map[int64]map[nonce]bool // by the hour of the form; true: recorded, false: on its way
	held  int
	since int64 // the first hour whose forms are still known
}

// nonce tells one form from another.
type nonce [16]byte

const (
	formHours = 24        // how long a form can be filled in
	mostSpent = 2_000_000 // forms that are remembered; of the oldest hour none is taken then
)

func newTokens(random io.Reader, clock func() time.Time) (*tokens, error) {
	t := &tokens{random: random, clock: clock, spent: map[int64]map[nonce]bool{}}
	if _, err := io.ReadFull(random, t.key[:]); err != nil {
		return nil, fmt.Errorf("drawing the key of the forms: %w", err)
	}
	return t, nil
}

// form gives the token of a new form.
func (t *tokens) form() (string, error) {
	var n nonce
	if _, err := io.ReadFull(t.random, n[:]); err != nil {
		return "", fmt.Errorf("drawing the token of a form: %w", err)
	}
	return t.write(n, t.hour()), nil
}

func (t *tokens) hour() int64 { return t.clock().Unix() / 3600 }

func (t *tokens) write(n nonce, hour int64) string {
	text := binary.BigEndian.AppendUint32(append([]byte(nil), n[:]...), uint32(hour))
	return base64.RawURLEncoding.EncodeToString(append(text, t.mark("form", text)...))
}

// mark is what only this run of the program can make.
func (t *tokens) mark(label string, text []byte) []byte {
	h := hmac.New(sha256.New, t.key[:])
	h.Write([]byte{byte(len(label))})
	h.Write([]byte(label))
	h.Write(text)
	return h.Sum(nil)[:16]
}

func (t *tokens) read(token string) (n nonce, hour int64, err error) {
	data, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(data) != len(n)+4+16 || !hmac.Equal(data[len(n)+4:], t.mark("form", data[:len(n)+4])) {
		return n, 0, stale // forged, or of before a restart: the same to us
	}
	copy(n[:], data)
	hour = int64(binary.BigEndian.Uint32(data[len(n):]))
	if now := t.hour(); hour > now+1 || hour < now-formHours {
		return n, 0, stale
	}
	return n, hour, nil
}

// keep gives the token for the next step of a form: the same, that it stays one
// form, or a new one if the time of that is over.
func (t *tokens) keep(token string) (string, error) {
	n, hour, err := t.read(token)
	if err != nil {
		return t.form()
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if done, known := t.spent[hour][n]; known && done {
		return "", sent
	}
	if hour < t.since {
		return t.form()
	}
	return token, nil
}

// spend takes a form to be recorded. Another with the same token is refused,
// until end says that this one was not recorded.
func (t *tokens) spend(token string) (end func(recorded bool), err error) {
	n, hour, err := t.read(token)
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.forget()
	if done, known := t.spent[hour][n]; known && done {
		return nil, sent
	} else if known {
		return nil, coming
	}
	if hour < t.since {
		return nil, stale
	}
	if t.spent[hour] == nil {
		t.spent[hour] = map[nonce]bool{}
	}
	t.spent[hour][n] = false
	t.held++
	return func(recorded bool) { t.end(n, hour, recorded) }, nil
}

func (t *tokens) end(n nonce, hour int64, recorded bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, known := t.spent[hour][n]; !known {
		return
	}
	if recorded {
		t.spent[hour][n] = true
		return
	}
	delete(t.spent[hour], n)
	t.held--
}

// forget lets go of hours whose forms are too old to be taken, and of the oldest
// when there are too many: forms of that hour are not taken any more.
func (t *tokens) forget() {
	t.since = max(t.since, t.hour()-formHours)
	for {
		for hour, forms := range t.spent {
			if hour < t.since {
				t.held -= len(forms)
				delete(t.spent, hour)
			}
		}
		if t.held < mostSpent {
			return
		}
		t.since++
	}
}
