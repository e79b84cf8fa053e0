package cli

import (
	"bufio"
	"context"
	"slices"
	"strings"

	"sanad/internal/core/person"
	"sanad/internal/core/review"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type reviewWorkCmd struct {
	asking
	Limit int `help:"Stop after so many pairs; 0: go on until nothing is left." default:"0"`
}

type worked struct {
	Decided int `json:"decided"`
	Passed  int `json:"passed"`
	Left    int `json:"left"`
}

const workHelp = `type one of these, a space, and why:
  s REASON             the same person
  d REASON             two people who are strangers
  r RELATION REASON    relatives: what the first is to the second (parent, child, sibling, spouse, grandparent, grandchild, uncle_aunt, nephew_niece, cousin, other)
  u REASON             nobody can tell from this
or p to pass, q to end; the end of the input ends it as well. What is decided is recorded at once.`

func (c *reviewWorkCmd) Run(s *session) error {
	return c.with(s, func(a *Opened, l *flow.Linked, questions []review.Question) error {
		out := worked{Left: len(questions)}
		lines := typed(s)
		for _, q := range questions {
			if c.Limit > 0 && out.Decided+out.Passed >= c.Limit {
				break
			}
			v, err := askedPair(s, a, l, q, c.Second)
			if err != nil {
				return err
			}
			s.noteQuestion(v, out.Left)
			more, err := c.answer(s, a, lines, v, &out)
			if err != nil {
				return err
			}
			if !more {
				break
			}
		}
		return s.answer(out, func() { s.sayf("%d decided, %d passed, %d left", out.Decided, out.Passed, out.Left) })
	})
}

// noteQuestion shows a pair where people look while an answer is read, which
// with --json is not where the answer goes.
func (s *session) noteQuestion(v questionView, left int) {
	say := &session{Globals: s.Globals, Streams: s.Streams, ctx: s.ctx}
	say.Out, say.JSON = s.Err, false
	say.sayf("")
	tellQuestion(say, v)
	say.sayf("%d left; s, d, r RELATION or u, and why; p to pass, q to end, ? for help", left)
}

// typed gives the lines of standard input as they come, so that waiting for one
// can be broken off. It ends with the input.
func typed(s *session) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		in := bufio.NewScanner(s.In)
		in.Buffer(nil, 1<<20)
		for in.Scan() {
			select {
			case lines <- in.Text():
			case <-s.ctx.Done():
				return
			}
		}
	}()
	return lines
}

// answer reads lines until one decides the pair; false ends the work.
func (c *reviewWorkCmd) answer(s *session, a *Opened, lines <-chan string, v questionView, out *worked) (more bool, err error) {
	for {
		var line string
		select {
		case <-s.ctx.Done():
			return false, context.Cause(s.ctx)
		case line, more = <-lines:
			if !more {
				return false, nil
			}
		}
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch word {
		case "q":
			return false, nil
		case "p":
			out.Passed++
			return true, nil
		case "", "?", "h":
			s.notef("%s", workHelp)
			continue
		}
		req, err := decision(word, strings.TrimSpace(rest))
		if err == nil {
			req.Left, req.Right, req.Blind, req.Seen = v.Left.ID, v.Right.ID, c.Second, v.seen
			_, err = flow.Judge(s.ctx, a.Archive, a.Actor, req)
		}
		if fail.Of(err) == fail.Conflict {
			s.notef("%v", err) // what was shown is not so any more
			out.Passed++
			return true, nil
		}
		if fail.Of(err) == fail.Usage {
			s.notef("%v", err) // a slip of the keys: the pair is asked again
			continue
		}
		if err != nil {
			return false, err
		}
		out.Decided++
		out.Left--
		return true, nil
	}
}

// decision reads a line of an answer.
func decision(word, rest string) (flow.JudgeRequest, error) {
	verdicts := map[string]person.Verdict{"s": person.Same, "d": person.Different, "r": person.Relative, "u": person.Unsure}
	for _, v := range person.Verdicts() {
		verdicts[string(v)] = v
	}
	req := flow.JudgeRequest{Verdict: verdicts[word], Reason: rest}
	switch {
	case req.Verdict == "":
		return req, fail.New(fail.Usage, "%q decides nothing", word).Do("type s, d, r or u, and why; ? tells more")
	case req.Verdict == person.Relative:
		req.Relation, req.Reason, _ = strings.Cut(rest, " ")
		if !slices.Contains(person.Relations(), req.Relation) {
			return req, fail.New(fail.Usage, "there is no relation %q", req.Relation).Do("after r, type one of %s, and why", strings.Join(person.Relations(), ", "))
		}
	}
	if strings.TrimSpace(req.Reason) == "" {
		return req, fail.New(fail.Usage, "a judgement needs a reason").Do("type %s, a space, and why", word)
	}
	return req, nil
}
