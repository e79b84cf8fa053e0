package sandbox

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// Config says how children are started and what a job may cost. A zero field
// takes the default.
type Config struct {
	Command []string      // program and arguments that lead to Confine and Serve; see Self
	Wall    time.Duration // for one job, the time the child has the turn; default 2 minutes
	Memory  int64         // bytes a child may hold, the program itself included; default 512 MiB
	Result  int64         // bytes of one result; default 64 GiB, at most 1 TiB
	Workers int           // children at a time; default one a processor
	Jobs    int           // jobs a child serves before it is replaced; default 256
}

func (c Config) withDefaults() Config {
	if c.Wall <= 0 {
		c.Wall = 2 * time.Minute
	}
	if c.Memory <= 0 {
		c.Memory = 512 << 20
	}
	if c.Result <= 0 {
		c.Result = 64 << 30
	}
	c.Result = min(c.Result, 1<<40)
	if c.Workers <= 0 {
		c.Workers = runtime.NumCPU()
	}
	if c.Jobs <= 0 {
		c.Jobs = 256
	}
	return c
}

// Self is a Command that starts this very program with args. On Linux it is
// the running program even where its file has been replaced since.
func Self(args ...string) ([]string, error) {
	if runtime.GOOS == "linux" {
		return append([]string{"/proc/self/exe"}, args...), nil
	}
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding the program to start it again: %w", err)
	}
	return append([]string{program}, args...), nil
}

// Pool runs jobs in children. It is safe for use by several goroutines and
// MUST be closed.
type Pool struct {
	cfg     Config
	turns   chan struct{} // one a worker; holding one is the right to a child
	nursery *nursery
	jobs    atomic.Uint64
	closing context.Context // done once Close was called
	close   func()

	mu   sync.Mutex
	idle []*child // the last used on top
}

// New makes a pool. No child is started before it is needed.
func New(cfg Config) *Pool {
	cfg = cfg.withDefaults()
	closing, cancel := context.WithCancel(context.Background())
	p := &Pool{cfg: cfg, turns: make(chan struct{}, cfg.Workers), nursery: openNursery(), closing: closing}
	p.close = sync.OnceFunc(func() {
		cancel()
		for range cap(p.turns) {
			p.turns <- struct{}{}
		}
		for _, c := range p.idle {
			c.bury(ErrClosed)
		}
		p.nursery.close()
	})
	return p
}

// Close ends all children, failing jobs that run with ErrClosed, and returns
// when none is left.
func (p *Pool) Close() { p.close() }

// Run has a child read a document and gives take the Reader's result, which
// take reads as it comes, in this goroutine and at most once. It waits for a
// free worker. The time that take needs is not counted; take should heed the
// context, since Run returns only after it.
//
// Where the child fails, crashes, is over a limit or is cancelled, take's
// reader gives the reason instead of io.EOF, and Run returns it, whatever take
// does: one of this package's errors, or one that wraps that of job.Data or of
// the context. What take has read until then is no result. Otherwise Run
// returns what take returned; what take left unread is read and forgotten.
func (p *Pool) Run(ctx context.Context, job Job, take func(io.Reader) error) error {
	ctx, cancel := p.bound(ctx)
	defer cancel()
	c, err := p.take(ctx)
	if err != nil {
		return err
	}
	defer p.give(c)
	if job.Wall <= 0 {
		job.Wall = p.cfg.Wall
	}
	return c.run(ctx, p.cfg, p.jobs.Add(1), job, take)
}

// Walls starts a child if none is idle and tells what is kept from it.
func (p *Pool) Walls(ctx context.Context) (Walls, error) {
	ctx, cancel := p.bound(ctx)
	defer cancel()
	c, err := p.take(ctx)
	if err != nil {
		return Walls{}, err
	}
	defer p.give(c)
	return c.walls, nil
}

// bound makes ctx end with the pool.
func (p *Pool) bound(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	stop := context.AfterFunc(p.closing, func() { cancel(ErrClosed) })
	return ctx, func() { stop(); cancel(nil) }
}

// take waits for a turn and gives a child that is fit for a job. It MUST be
// followed by give, unless it fails.
func (p *Pool) take(ctx context.Context) (*child, error) {
	select {
	case <-p.closing.Done():
		return nil, ErrClosed
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for a free sandbox: %w", context.Cause(ctx))
	case p.turns <- struct{}{}:
	}
	for c := p.pop(); c != nil; c = p.pop() {
		if c.alive() {
			return c, nil
		}
		c.bury(nil) // it died between jobs; no job is to blame
	}
	c, err := p.nursery.bear(ctx, p.cfg)
	if err != nil {
		<-p.turns
	}
	return c, err
}

// give takes a child back, or ends it where the next job is better off
// without it, and passes the turn on.
func (p *Pool) give(c *child) {
	if c.alive() && !c.busy && c.served < p.cfg.Jobs && c.resident() <= p.cfg.Memory/2 {
		p.push(c)
	} else {
		c.bury(nil)
	}
	<-p.turns
}

func (p *Pool) pop() *child {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.idle) == 0 {
		return nil
	}
	c := p.idle[len(p.idle)-1]
	p.idle = p.idle[:len(p.idle)-1]
	return c
}

func (p *Pool) push(c *child) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.idle = append(p.idle, c)
}
