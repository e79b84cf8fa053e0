package capture

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"testing"
)

func TestNoErrorTellsWhereThisMachineIs(t *testing.T) {
	here, there := &net.TCPAddr{IP: net.IPv4(10, 1, 2, 3), Port: 4711}, &net.TCPAddr{IP: net.IPv4(93, 184, 215, 14), Port: 80}
	read := &net.OpError{Op: "read", Net: "tcp", Source: here, Addr: there, Err: os.ErrDeadlineExceeded}
	for _, err := range []error{
		read,
		fmt.Errorf("tls: %w", read),
		&net.OpError{Op: "socks connect", Net: "tcp", Source: here, Addr: there, Err: &net.OpError{Op: "dial", Source: here, Err: errors.New("refused")}},
		&net.DNSError{Err: "read udp 10.1.2.3:4711->10.1.2.3:53: i/o timeout", Name: "a.example", Server: "10.1.2.3:53"},
		&net.DNSError{Err: "no such host", Name: "a.example", Server: "10.1.2.3:53", IsNotFound: true},
		&net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "on 10.1.2.3:53", Server: "10.1.2.3:53", IsTimeout: true}},
	} {
		if got := quiet(err).Error(); got == "" || strings.Contains(got, "10.1.2.3") {
			t.Errorf("%v is told as %q", err, got)
		}
	}
	if err := quiet(io.EOF); err != io.EOF {
		t.Errorf("the end of an answer became %v", err)
	}
	if !errors.Is(quiet(read), os.ErrDeadlineExceeded) {
		t.Error("the reason is lost")
	}
}
