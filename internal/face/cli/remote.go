package cli

import (
	"context"
	"errors"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// RemoteRequest has a command done by another machine's archive.
type RemoteRequest struct {
	URL, TokenFile string
	Asked          Asked
	Send           iter.Seq[flow.Found] // files that go with it; nil: none
	Labels         []string             // how Asked names them, in the same order; nil: not at all
	Out            io.Writer
	Note           func(line string)
	Progress       flow.Progress
	Folder         Folder                  // gets what is written; nil: nothing may be
	Single         func(data []byte) error // keeps the file that comes by itself; nil: none may
}

// goesAway tells whether the command is done by another machine's archive.
func (s *session) goesAway(args []string, parsed *kong.Context) (bool, error) {
	typed := func(flag string) bool {
		return slices.ContainsFunc(args, func(a string) bool { return a == flag || strings.HasPrefix(a, flag+"=") })
	}
	if s.Globals.Remote == "" || slices.Contains(stays(), commandOf(parsed)) {
		return false, nil
	}
	if !typed("--remote") && typed("--archive") {
		return false, nil // what was typed goes before what the environment says
	}
	if typed("--archive") || s.As != "" {
		return true, fail.New(fail.Usage, "with --remote, the token says who acts, and where").Do("leave --archive and --as out")
	}
	if s.TokenFile == "" {
		return true, fail.New(fail.Usage, "nothing says by which token to act at %s", s.Globals.Remote).Do("give --token-file FILE, or set SANAD_TOKEN_FILE; sanad user token new, or /account/tokens in the browser, make a token")
	}
	return true, nil
}

// commandOf gives the words of the command that was typed, or its default.
func commandOf(parsed *kong.Context) string {
	var words []string
	for n := parsed.Selected(); n != nil && n.Type == kong.CommandNode; n = n.Parent {
		words = append(words, n.Name)
	}
	slices.Reverse(words)
	return strings.Join(words, " ")
}

// ask has the command done by the archive at --remote.
func (s *session) ask(parsed *kong.Context) error {
	command := commandOf(parsed)
	if command == "door read" {
		return s.readAway(parsed)
	}
	how, ok := servedCommands()[command]
	if !ok {
		return fail.New(fail.Usage, "sanad %s works on the archive's own machine only", command).Do("run it there, without --remote")
	}
	args, err := argsOf(parsed.Selected())
	if err != nil {
		return err
	}
	for _, name := range how.never {
		if args[name] != nil {
			return fail.New(fail.Usage, "--%s works on the archive's own machine only", name).Do("run it there, without --remote")
		}
	}
	here, err := os.Getwd()
	if err != nil {
		return fail.New(fail.Failed, "finding the current folder: %w", err)
	}
	req := RemoteRequest{URL: s.Globals.Remote, TokenFile: s.TokenFile, Asked: Asked{Command: command, Args: args, Text: !s.JSON, Here: here},
		Out: s.Out, Note: func(line string) { s.notef("%s", harmless(line)) }, Progress: s.progress()}
	if err := s.packs(&req, how, parsed); err != nil {
		return err
	}
	if req.Folder, err = s.unpacks(how, args, command); err != nil {
		return err
	}
	if path, ok := args[how.gives].(string); ok && how.single {
		req.Single = func(data []byte) error { return s.files().Write(path, data) }
	}
	printed, err := s.Ports.Remote(s.ctx, req)
	s.printed = s.printed || printed
	if err != nil && req.Folder != nil {
		if aborted := req.Folder.Abort(); aborted != nil {
			err = errors.Join(err, aborted)
		}
	}
	if err != nil && s.ctx.Err() != nil && fail.Of(err) == fail.Failed {
		stopped := fail.New(fail.Failed, "stopped: %w", context.Cause(s.ctx))
		if err = stopped; how.streams {
			err = stopped.Do("what was recorded stays; sanad accessions names the accession to go on with by --resume")
		}
	}
	return err
}

// packs gathers the files that go with the request.
func (s *session) packs(req *RemoteRequest, how served, parsed *kong.Context) error {
	if how.streams {
		add, ok := parsed.Selected().Target.Addr().Interface().(*addCmd)
		if !ok {
			return fail.New(fail.Usage, "%s can't be sent files", req.Asked.Command)
		}
		if len(add.Paths) == 0 {
			return nil // refused there, in the same words
		}
		paths, err := add.paths(s)
		if err != nil {
			return err
		}
		req.Asked.Args["paths"], req.Send = []any{"."}, s.Walk(paths)
		return nil
	}
	var paths []string
	for _, name := range how.takes {
		path, _ := req.Asked.Args[name].(string)
		if path == "" || s.files().There(path) != nil {
			continue // an item, or refused there
		}
		if s.files().IsFolder(path) {
			path = filepath.Join(path, flow.GraphFile)
			req.Asked.Args[name] = path
		}
		paths = append(paths, path)
	}
	if len(paths) > 0 {
		req.Labels, req.Send = paths, s.Walk(paths)
	}
	return nil
}

// unpacks begins the folder that what is sent back goes to: before anything is
// asked, for what can't be kept must not be made.
func (s *session) unpacks(how served, args map[string]any, command string) (Folder, error) {
	if how.gives == "" || how.single {
		return nil, nil
	}
	dest, _ := args[how.gives].(string)
	if dest == "" {
		dest, _ = args["folder"].(string)
	}
	if release, ok := args["release"].(string); ok && dest == "" && command == "release build" {
		dest = "dossier-" + release
	}
	if dest == "" {
		return nil, nil
	}
	dest, err := filepath.Abs(dest)
	if err != nil {
		return nil, err
	}
	return s.Folder(dest)
}

// readAway fetches a submission from another machine as it is sealed, and opens it
// on this one.
func (s *session) readAway(parsed *kong.Context) (err error) {
	c, ok := parsed.Selected().Target.Addr().Interface().(*doorReadCmd)
	if !ok {
		return fail.New(fail.Usage, "this is read on the archive's own machine only")
	}
	if s.files().IsFolder(c.From) {
		return c.Run(s)
	}
	identity, err := readKey(s, c.Key)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "sanad-sealed-")
	if err != nil {
		return fail.New(fail.Failed, "making a folder for what is sealed: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	to := filepath.Join(dir, "sealed")
	folder, err := s.Folder(to)
	if err != nil {
		return err
	}
	_, err = s.Ports.Remote(s.ctx, RemoteRequest{URL: s.Globals.Remote, TokenFile: s.TokenFile, Folder: folder, Out: io.Discard, Progress: s.progress(),
		Asked: Asked{Command: "door sealed", Args: map[string]any{"submission": c.From, "out": to}, Here: dir}, Note: func(line string) { s.notef("%s", harmless(line)) }})
	if err != nil {
		return errors.Join(err, folder.Abort())
	}
	return c.readFolder(s, to, identity)
}
