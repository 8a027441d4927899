// Package awstest is AWS, as far as a deploy meets it: one account in one region,
// in memory, behind one HTTP server that speaks the services' own protocols. Step
// Functions is that of asl/engine/endpoint; the others are here. It is for tests
// only, checks no signature, and knows no SDK.
//
// It refuses what the services refuse of the things a deploy depends on, in their
// words, and can be told to be as slow to know things as they are (Options), or
// to fail (Meddle). What was called is recorded.
//
// Start at Start. A file each holds a protocol or a service.
package awstest

import (
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pipectl/pipectl/asl/engine/endpoint"
)

// Options say how an account behaves. The zero value is account 123456789012 in
// us-east-1, which knows everything at once.
type Options struct {
	Account, Region string

	// Lag is for how many calls what was written does not show to those who
	// read.
	Lag int

	// Propagation is for how many calls a role that was written, or whose
	// policies were, is not known to the services that are to assume it.
	Propagation int

	// Page is the most things in an answer that lists; zero is 50. Step
	// Functions has its own.
	Page int

	// Buses are event buses besides "default".
	Buses []string

	// Now is the clock of Step Functions; nil is time.Now.
	Now func() time.Time

	// Mock begins the mocks of one execution; nil: Tasks have none.
	Mock func() endpoint.Mock

	// Redrivable lets executions that did not succeed say that they can be
	// redriven, and has the call succeed. They stay as they are.
	Redrivable bool

	// RealTime lets waits, retries and what mocks take last as long as they say.
	RealTime bool
}

// A Call is a call that was made.
type Call struct {
	Service string // as IAM writes it: "states"
	Name    string // of the operation
	// Params are what it was called with, by the names of the API.
	Params map[string]any
	// Code is the error it was answered with, or empty; "-" where it was not
	// answered.
	Code string
}

// Action is the call as IAM writes it: "states:CreateStateMachine".
func (c Call) Action() string { return c.Service + ":" + c.Name }

// Writes says whether the call changes anything, or may.
func (c Call) Writes() bool {
	for _, prefix := range []string{"Get", "List", "Describe", "Validate"} {
		if strings.HasPrefix(c.Name, prefix) {
			return false
		}
	}
	return true
}

// String is the call in a line, with what differs each time left out.
func (c Call) String() string {
	params := map[string]any{}
	for name, v := range c.Params {
		switch strings.ToLower(name) {
		case "clienttoken", "nexttoken", "marker", "maxresults", "maxitems", "action", "version":
		case "revisionid":
			params[name] = "…"
		default:
			params[name] = v
		}
	}
	var text bytes.Buffer
	encode := json.NewEncoder(&text)
	encode.SetEscapeHTML(false)
	if err := encode.Encode(params); err != nil {
		panic("awstest: parameters that are no JSON: " + err.Error())
	}
	line := c.Action() + " " + strings.TrimRight(text.String(), "\n")
	if c.Code != "" {
		line += " " + c.Code
	}
	return line
}

// A Server is an account.
type Server struct {
	// URL is the endpoint of all services.
	URL string

	// States is its Step Functions.
	States *endpoint.Endpoint

	opts Options
	web  *httptest.Server

	mu      sync.Mutex
	meddle  func(Call) *Trouble
	calls   []Call
	count   int // of calls so far
	iam     identities
	logs    shelf[logGroup]
	groups  shelf[scheduleGroup]
	plans   shelf[schedule]
	rules   shelf[rule]
	alarms  map[string]alarm
	machine stale

	lines       map[string][]logged // by log group
	objects     map[string][]byte   // by bucket and key
	clusters    map[string]*cluster
	definitions map[string]map[string]any // of tasks of ECS
}

// Start starts an account that ends with the test.
func Start(t testing.TB, opts Options) *Server {
	t.Helper()
	s := New(opts)
	t.Cleanup(s.Close)
	return s
}

// New starts an account. Its owner closes it.
func New(opts Options) *Server {
	if opts.Account == "" {
		opts.Account = "123456789012"
	}
	if opts.Region == "" {
		opts.Region = "us-east-1"
	}
	if opts.Page == 0 {
		opts.Page = 50
	}
	s := &Server{
		opts:   opts,
		States: endpoint.New(endpoint.Options{Account: opts.Account, Region: opts.Region, Seed: 1, Now: opts.Now, Mock: opts.Mock, RealTime: opts.RealTime}),
		alarms: map[string]alarm{},
	}
	s.web = httptest.NewServer(s)
	s.URL = s.web.URL
	return s
}

// Close ends the account.
func (s *Server) Close() {
	s.States.Close()
	s.web.CloseClientConnections() // of calls that hang
	s.web.Close()
}

// Calls are those since the begin, or since Forget.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Call(nil), s.calls...)
}

// Meddle has f told of each call before it is made. It says what goes wrong with
// it; nil for nothing. Nil in place of f ends it.
func (s *Server) Meddle(f func(Call) *Trouble) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.meddle = f
}

// Forget forgets the calls so far.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = nil
}

// An answer is what goes back over HTTP.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// ServeHTTP answers a call of any service.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the client has gone
	}
	speak := protocolOf(r, body)
	if speak == nil {
		http.Error(w, "no service that is known here: "+r.Method+" "+r.URL.Path, http.StatusNotFound)
		return
	}
	call, err := speak.read(r, body)
	if err != nil {
		s.send(w, speak.refuse(&Problem{Code: "SerializationException", Message: err.Error(), Status: http.StatusBadRequest}))
		return
	}
	s.mu.Lock()
	meddle := s.meddle
	s.mu.Unlock()
	trouble := &Trouble{Do: true}
	if meddle != nil {
		if wrong := meddle(call); wrong != nil {
			trouble = wrong
		}
	}
	out := s.answer(speak, call, r, body, trouble)
	if trouble.Then != nil {
		trouble.Then()
	}
	switch {
	case trouble.Hang:
		<-r.Context().Done()
	case trouble.Cut:
		cut(w)
	default:
		s.send(w, out)
	}
}

// answer makes a call, or does not, and records it.
func (s *Server) answer(speak protocol, call Call, r *http.Request, body []byte, trouble *Trouble) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count++
	var out answer
	var refused *Problem
	if trouble.Do {
		if call.Service == "states" {
			out, refused = s.askStates(call, r, body)
		} else {
			var result map[string]any
			if result, refused = s.do(call); refused == nil {
				out = speak.reply(call, result)
			}
		}
	}
	if trouble.Problem != nil {
		refused, out = trouble.Problem, answer{}
	}
	if trouble.Answer != nil {
		refused, out = nil, speak.reply(call, trouble.Answer)
	}
	if refused != nil {
		call.Code = refused.Code
		if out.status == 0 {
			out = speak.refuse(refused)
		}
	}
	if trouble.Hang || trouble.Cut {
		call.Code = "-"
	}
	s.calls = append(s.calls, call)
	return out
}

// do makes a call of a service that is ours.
func (s *Server) do(call Call) (map[string]any, *Problem) {
	operation, ok := operations[call.Action()]
	if !ok {
		return nil, refuse(http.StatusBadRequest, "UnknownOperationException", "there is no operation %s here", call.Action())
	}
	return operation(s, params(call.Params))
}

func (s *Server) send(w http.ResponseWriter, a answer) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.Header().Set("X-Amzn-Requestid", "00000000-0000-4000-8000-000000000000")
	w.WriteHeader(a.status)
	w.Write(a.body) //nolint:errcheck // the client has gone; there is nobody to tell
}

// cut resets the connection.
func cut(w http.ResponseWriter) {
	c, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic("awstest: a connection that cannot be taken over: " + err.Error())
	}
	if tcp, ok := c.(*net.TCPConn); ok {
		tcp.SetLinger(0) //nolint:errcheck // then it is closed the other way
	}
	c.Close() //nolint:errcheck // it is to break
}
