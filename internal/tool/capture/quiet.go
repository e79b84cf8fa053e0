package capture

import (
	"errors"
	"net"
)

// Errors of the network name this machine's address, its name server and its
// proxy. Errors are told in the package, which others will read: from where a
// page was captured can endanger who did it. So every error of a connection or
// a look-up passes here before it goes anywhere.

// quiet gives an error that does not tell where this machine is.
func quiet(err error) error {
	var name *net.DNSError
	if errors.As(err, &name) {
		switch {
		case name.IsNotFound:
			return errors.New("there is no such name")
		case name.IsTimeout:
			return errors.New("its name could not be looked up in time")
		}
		return errors.New("its name could not be looked up")
	}
	var op *net.OpError
	if errors.As(err, &op) {
		return &net.OpError{Op: op.Op, Net: op.Net, Err: quiet(op.Err)}
	}
	return err
}

// quietConn is a connection with quiet errors.
type quietConn struct{ net.Conn }

// Read implements net.Conn.
func (q quietConn) Read(p []byte) (int, error) {
	n, err := q.Conn.Read(p)
	if err != nil {
		err = quiet(err)
	}
	return n, err
}

// Write implements net.Conn.
func (q quietConn) Write(p []byte) (int, error) {
	n, err := q.Conn.Write(p)
	if err != nil {
		err = quiet(err)
	}
	return n, err
}
