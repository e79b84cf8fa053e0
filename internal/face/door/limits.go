package door

import (
	"context"
	"io"
	"net/http"
	"os"
	"sync"
	"time"

	"sanad/internal/core/intake"
	"sanad/internal/face/pace"
)

// places bounds what is done at the same time. There is one queue for all
// visitors: behind Tor nobody can be told from another, and nobody should be.
type places chan struct{}

// take waits for a place, as long as the door is patient.
func (p places) take(ctx context.Context, patience time.Duration) (leave func(), err error) {
	leave = func() { <-p }
	select {
	case p <- struct{}{}:
		return leave, nil
	default:
	}
	wait := time.NewTimer(patience)
	defer wait.Stop()
	select {
	case p <- struct{}{}:
		return leave, nil
	case <-wait.C:
		return nil, busy
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// quota bounds what all visitors together hand in on one day (UTC), so that
// nobody can fill the archive's disk through the door.
type quota struct {
	clock func() time.Time
	most  int64

	mu   sync.Mutex
	day  int64
	used int64
}

// take asks for room, and gives the day it was had on.
func (q *quota) take(n int64) (day int64, err error) { return q.within(n, q.most) }

// within is take for what must leave the rest of the day to others.
func (q *quota) within(n, most int64) (day int64, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if today := q.clock().Unix() / (24 * 3600); today != q.day {
		q.day, q.used = today, 0
	}
	if q.used+n > most {
		return q.day, full
	}
	q.used += n
	return q.day, nil
}

// back gives back what was never kept. Of a day that is over it makes no room:
// what comes slowly past midnight must not pay for what came since.
func (q *quota) back(day, n int64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if day == q.day {
		q.used = max(0, q.used-n)
	}
}

// wordsRoom is at least what is kept of a form for which words alone came: the
// parts and envelopes it is sealed in are filled up, and it has an entry.
const wordsRoom = 16 << 10

// keepsWords asks for room for words. Long ones get half of the day, so that no
// flood of them closes the door to who has a few lines, or a signature. What is
// refused after that keeps its room: that is little.
func (d *door) keepsWords(bytes int64) error {
	most := d.texts.most
	if bytes > wordsRoom {
		most /= 2
	}
	_, err := d.texts.within(wordsRoom+2*bytes, most) // an envelope in the ledger takes four bytes for three
	return err
}

// pacing gives a body its time, piece by piece, instead of all at once: 500 MB
// over Tor take hours, and somebody who sends nothing must go. taken are the
// places of which the body holds one.
func (v *visit) pacing(body io.Reader, taken places) io.Reader {
	control, last := http.NewResponseController(v.w), time.Now().Add(intake.LetterLasts)
	return pace.NewReader(body, func() error {
		if time.Now().After(last) {
			return os.ErrDeadlineExceeded
		}
		given := time.Now().Add(taken.pace(v.Limits.Pace))
		return pace.Give(control, given, given.Add(time.Minute))
	})
}

// pace gives less time when places become few: a handful of senders who trickle
// must not be able to hold all of them.
func (p places) pace(usual time.Duration) time.Duration {
	if 2*len(p) > cap(p) {
		return usual / 6
	}
	return usual
}

// metered reads one file and stops where it is larger than it may be. What it
// has read it remembers, for what failed can be told from how much came.
type metered struct {
	r     io.Reader
	left  *int64 // of the whole letter
	most  int64  // of this file
	quota *quota
	read  int64
	taken map[int64]int64 // of the quota, by day
	err   error
}

func (m *metered) Read(b []byte) (int, error) {
	if m.err != nil {
		return 0, m.err
	}
	n, err := m.r.Read(b)
	m.read += int64(n)
	*m.left -= int64(n)
	switch {
	case m.read > m.most:
		err = tooLarge
	case *m.left < 0:
		err = tooMuch
	case n > 0:
		day, full := m.quota.take(int64(n))
		if full != nil {
			err = full
			break
		}
		m.taken[day] += int64(n)
	}
	if err != nil {
		m.err = err
		if err != io.EOF {
			return 0, err
		}
	}
	return n, err
}
