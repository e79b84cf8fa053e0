package cli

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"

	"sanad/internal/ground/fail"
)

type serveCmd struct {
	Listen string `help:"Address and port; this machine only, unless another address is given." default:"127.0.0.1:8080"`
	Door   string `help:"Serve the pages for strangers too: at an address and port of their own, or below the desk's addresses, as /door." placeholder:"ADDRESS"`
}

func (c *serveCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return a.Serve(s.ctx, ServeRequest{Listen: c.Listen, Door: c.Door}, func(at Served) { s.announce(at) })
	})
}

// announce tells the addresses as soon as they answer.
func (s *session) announce(at Served) {
	if s.JSON {
		if err := s.printJSON(at); err == nil {
			return
		}
	}
	if at.Door != "" {
		s.sayf("the door is at %s", at.Door)
	}
	s.sayf("serving %s  (stop with Ctrl-C)", at.Address)
}

type demoCmd struct {
	Dir    string `arg:"" optional:"" help:"The folder for the fictional archive; sanad-demo in the current folder if not given."`
	People int    `help:"How many people the fictional crime befell." default:"300"`
	Seed   uint64 `help:"The same seed makes the same case." default:"1"`
	Serve  bool   `help:"Serve it when it is made." default:"true" negatable:""`
	Listen string `help:"Address and port to serve." default:"127.0.0.1:8080"`
	DB     string `name:"db" help:"PostgreSQL database instead of SQLite." placeholder:"postgres://..."`
	Blobs  string `help:"S3 bucket for originals instead of this disk." placeholder:"s3://..."`
}

func (c *demoCmd) Run(s *session) error {
	if c.People < 8 || c.People > 1_000_000 {
		return fail.New(fail.Usage, "a fictional case has 8 to 1,000,000 people, not %d", c.People)
	}
	say := s.sayf
	if s.JSON {
		say = s.notef
	}
	out, err := s.Demo(s.ctx, DemoRequest{Dir: c.Dir, People: c.People, Seed: c.Seed, DB: c.DB, Blobs: c.Blobs}, say)
	if err != nil {
		return err
	}
	err = c.show(s, out, say)
	if closed := out.Close(); err == nil {
		err = closed
	}
	return err
}

// show prints the result and serves it. With --json the document tells the
// address, so it is printed once the server answers.
func (c *demoCmd) show(s *session, out DemoResult, say func(string, ...any)) error {
	tell := func(address string) error {
		return s.answer(struct {
			Archive  string         `json:"archive"`
			Address  string         `json:"address"`
			Accounts []DemoAccount  `json:"accounts"`
			Dossier  string         `json:"dossier"`
			Truth    map[string]any `json:"truth"`
		}{out.Archive, address, out.Accounts, out.Dossier, out.Truth}, func() {
			for _, a := range out.Accounts {
				say("account %s, password %s", a.User, a.Password)
			}
			if address != "" {
				say("serving %s  (stop with Ctrl-C)", address)
			}
		})
	}
	if !c.Serve {
		return tell("")
	}
	var told error
	if err := out.Serve(s.ctx, ServeRequest{Listen: c.Listen}, func(at Served) { told = tell(at.Address) }); err != nil {
		return err
	}
	return told
}

type versionCmd struct{}

func (c *versionCmd) Run(s *session) error {
	return s.answer(map[string]string{"version": s.Ports.Version}, func() { s.sayf("sanad %s", s.Ports.Version) })
}

type sandboxedCmd struct {
	PDF string `help:"The folder of the compiled PDF engine, for a child that reads PDF."`
}

func (c *sandboxedCmd) Run(s *session) error { return s.Sandboxed(c.PDF) }

// commandPaths gives every visible subcommand as its words, deepest included.
func commandPaths(n *kong.Node) [][]string {
	var out [][]string
	for _, child := range n.Children {
		if child.Hidden || child.Type != kong.CommandNode {
			continue
		}
		out = append(out, []string{child.Name})
		for _, deeper := range commandPaths(child) {
			out = append(out, append([]string{child.Name}, deeper...))
		}
	}
	return out
}

type completionCmd struct {
	Shell string `arg:"" help:"bash, zsh or fish." enum:"bash,zsh,fish"`
}

func (c *completionCmd) Run(s *session) error {
	words := map[string][]string{} // what may follow "sanad A B"
	add := func(path []string, n *kong.Node) {
		key := strings.Join(path, " ")
		for _, child := range n.Children {
			if !child.Hidden && child.Type == kong.CommandNode {
				words[key] = append(words[key], child.Name)
			}
		}
		for _, group := range n.AllFlags(true) {
			for _, f := range group {
				words[key] = append(words[key], "--"+f.Name)
			}
		}
	}
	add(nil, s.model.Node)
	for _, path := range commandPaths(s.model.Node) {
		add(path, find(s.model.Node, path))
	}
	script := map[string]func(map[string][]string) string{"bash": bashCompletion, "zsh": zshCompletion, "fish": fishCompletion}[c.Shell]
	text := script(words)
	return s.answer(map[string]string{"text": text}, func() { fmt.Fprint(s.Out, text) })
}

// find gives the node of a subcommand by its words.
func find(n *kong.Node, path []string) *kong.Node {
	for _, word := range path {
		for _, child := range n.Children {
			if child.Name == word {
				n = child
				break
			}
		}
	}
	return n
}
