package api

import (
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"sanad/internal/face/pace"
)

// Limits of what programs may ask.
const (
	maxAsk    = 1 << 20   // bytes of a request's JSON
	maxUpload = 256 << 30 // bytes of all its files
	maxAtOnce = 32        // requests, of all tokens
	maxEach   = 4         // of one token
	// patience is how long the next pace.Bytes may take, either way: who is slower
	// holds a place that others wait for.
	patience = time.Minute
	beat     = 15 * time.Second // between signs of life
)

// places counts requests that are under way.
type places struct {
	mu   sync.Mutex
	all  int
	each map[string]int
}

// take gives a place to a token's request, or false.
func (p *places) take(token string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.all >= maxAtOnce || p.each[token] >= maxEach {
		return false
	}
	p.all++
	p.each[token]++
	return true
}

func (p *places) leave(token string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all--
	if p.each[token]--; p.each[token] == 0 {
		delete(p.each, token)
	}
}

// pacedReader is a body whose sender must not be too slow. Time in which nobody
// asked for more is not the sender's.
type pacedReader struct {
	r       io.Reader
	left    int
	read    time.Time // when the last read ended
	control *http.ResponseController
	clock   func() time.Time
}

func (p *pacedReader) Read(b []byte) (int, error) {
	if now := p.clock(); p.left <= 0 || now.Sub(p.read) > time.Second {
		if err := p.until(now.Add(patience)); err != nil {
			return 0, err
		}
		p.left = pace.Bytes
	}
	n, err := p.r.Read(b)
	p.left, p.read = p.left-n, p.clock()
	if err == io.EOF {
		if failed := p.until(time.Time{}); failed != nil { // or the wait for the answer would end by it
			err = failed
		}
	}
	return n, err
}

func (p *pacedReader) until(at time.Time) error {
	if err := pace.Supported(p.control.SetReadDeadline(at)); err != nil {
		return fmt.Errorf("giving the sender time: %w", err)
	}
	return nil
}

// pacedWriter is an answer whose reader must not be too slow.
type pacedWriter struct {
	w       http.ResponseWriter
	control *http.ResponseController
	clock   func() time.Time
}

func (p *pacedWriter) Write(b []byte) (int, error) {
	for done := 0; done < len(b); {
		if err := pace.Supported(p.control.SetWriteDeadline(p.clock().Add(patience))); err != nil {
			return done, fmt.Errorf("giving the reader time: %w", err)
		}
		n, err := p.w.Write(b[done:min(len(b), done+pace.Bytes)])
		done += n
		if err != nil {
			return done, err
		}
	}
	return len(b), nil
}
