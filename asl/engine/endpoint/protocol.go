package endpoint

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/pipectl/pipectl/asl"
)

const (
	target      = "AWSStepFunctions."
	contentType = "application/x-amz-json-1.0"

	// mostRequest is the quota "API request size" of the Developer Guide.
	mostRequest = 1 << 20

	// slowest is how long the body of a request may take to come in.
	slowest = 30 * time.Second
)

// A request is a call of an operation.
type request struct {
	ctx context.Context
	params
}

// ServeHTTP answers one call.
func (e *Endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	out, err := e.answer(w, r)
	// An id for logs; nothing depends on it.
	w.Header().Set("X-Amzn-Requestid", requestID())
	w.Header().Set("Content-Type", contentType)
	status := http.StatusOK
	if err != nil {
		var f *fault
		if !errors.As(err, &f) {
			// Only the request's context ends so: nobody listens.
			f = errClosing
		}
		out = append(asl.Object{
			{Key: "__type", Value: asl.String(f.code)},
			{Key: "message", Value: asl.String(f.message)},
		}, f.members...)
		w.Header().Set("X-Amzn-Errortype", f.code)
		if status = f.status; status == 0 {
			status = http.StatusBadRequest
		}
	}
	if out == nil {
		out = asl.Object{}
	}
	body := asl.AppendValue(nil, out, -1)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	w.Write(body) //nolint:errcheck // the client has gone; there is nobody to tell
}

func (e *Endpoint) answer(w http.ResponseWriter, r *http.Request) (asl.Object, error) {
	if !e.opts.AnyHost && !local(r.Host) {
		f := faultf("AccessDeniedException", "this endpoint does not serve the host '%s'", r.Host)
		f.status = http.StatusForbidden
		return nil, f
	}
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		f := faultf("UnknownOperationException", "the method of a call is POST, not %s", r.Method)
		f.status = http.StatusMethodNotAllowed
		return nil, f
	}
	name, ok := strings.CutPrefix(r.Header.Get("X-Amz-Target"), target)
	do := e.operations[name]
	if !ok || do == nil {
		return nil, &fault{code: "UnknownOperationException"}
	}
	// A deadline for the body alone: the answer may take as long as it likes.
	deadline := http.NewResponseController(w)
	deadline.SetReadDeadline(time.Now().Add(slowest)) //nolint:errcheck // of a recorder in tests: it has none
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostRequest))
	deadline.SetReadDeadline(time.Time{}) //nolint:errcheck // as before
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, invalid("the request has more than %d bytes", mostRequest)
	case err != nil:
		return nil, faultf("SerializationException", "the request ends too early")
	}
	v, err := asl.DecodeValue(body)
	if err != nil {
		return nil, faultf("SerializationException", "%v", err)
	}
	o, ok := v.(asl.Object)
	if !ok {
		return nil, faultf("SerializationException", "the request is %s, not an object", asl.Kind(v))
	}
	return do(e, &request{r.Context(), params{o: o}})
}

// local reports whether a host is one that only this machine has, or an
// address: none that somebody else's DNS could point here. The SDKs put "sync-"
// before the host of some operations.
func local(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(host, "sync-"), "."))
	if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return true
	}
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

func requestID() string {
	var b [16]byte
	rand.Read(b[:])
	return formatUUID(b)
}

// formatUUID makes a version 4 UUID of random bytes.
func formatUUID(b [16]byte) string {
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
