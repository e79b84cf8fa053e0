package storetest

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// s3Program is one real S3 server for all tests of a binary.
type s3Program struct {
	*program
	address        string
	access, secret string
}

var errNoS3 = errors.New("this test needs the S3 server versitygw: install it with " +
	"GOBIN=$PWD/.cache/bin go install github.com/versity/versitygw/cmd/versitygw@v1.8.0 in the repository, " +
	"or name it in SANAD_TEST_VERSITYGW")

// sharedS3 starts the server when it is first asked for.
var sharedS3 = sync.OnceValues(startS3)

// S3Server gives the address, access key and secret key of a new empty bucket
// on a real S3 server that listens on the loopback. Where the server's program
// is not installed the test is skipped, and fails on CI.
func S3Server(t testing.TB) (address, access, secret string) {
	t.Helper()
	s, err := sharedS3()
	if errors.Is(err, errNoS3) {
		absent(t, err)
	}
	if err != nil {
		t.Fatal(err)
	}
	bucket := "test-" + strings.ToLower(rand.Text())
	if err := os.Mkdir(filepath.Join(s.dir, "buckets", bucket), 0o700); err != nil {
		t.Fatal(err)
	}
	q := url.Values{"endpoint": {"http://" + s.address}, "region": {"us-east-1"}, "path": {"1"}}
	return "s3://" + bucket + "/archive?" + q.Encode(), s.access, s.secret
}

func startS3() (*s3Program, error) {
	name, err := findS3()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "sanad-s3-*")
	if err != nil {
		return nil, err
	}
	address, err := freePort()
	if err != nil {
		return nil, err
	}
	if err := os.Mkdir(filepath.Join(dir, "buckets"), 0o700); err != nil {
		return nil, err
	}
	s := &s3Program{address: address, access: "test", secret: rand.Text()}
	s.program, err = start(dir, "KILL", func(cmd *exec.Cmd) {
		cmd.Env = append(withoutSettings("VGW_", "ROOT_"), "ROOT_ACCESS_KEY="+s.access, "ROOT_SECRET_KEY="+s.secret)
		apart(cmd)
	}, name, "--port", address, "--quiet", "posix", filepath.Join(dir, "buckets"))
	if err != nil {
		return nil, err
	}
	return s, s.await(func() error {
		c, err := net.Dial("tcp", address)
		if err != nil {
			return err
		}
		return c.Close()
	})
}

func findS3() (string, error) {
	if name := os.Getenv("SANAD_TEST_VERSITYGW"); name != "" {
		if _, err := os.Stat(name); err != nil {
			return "", fmt.Errorf("looking for the program named in SANAD_TEST_VERSITYGW: %w", err)
		}
		return name, nil
	}
	if name, err := exec.LookPath("versitygw"); err == nil {
		return name, nil
	}
	name, err := fromRoot(".cache", "bin", "versitygw")
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(name); err != nil {
		return "", errNoS3
	}
	return name, nil
}
