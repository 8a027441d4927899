package endpoint

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/pipectl/pipectl/asl/engine"
)

// A Mock answers an attempt of a Task in place of its service, or says that it
// has no answer. It is called as an engine.TaskFunc is.
type Mock func(engine.Call) (answer engine.Outcome, ok bool)

// Options say what an Endpoint stands for. The zero value is account
// 123456789012 in us-east-1, in virtual time, without mocks.
type Options struct {
	Account, Region string

	// Mock begins the mocks of one execution. It, or what it returns, may be
	// nil: no Task is mocked.
	Mock func() Mock

	// Store stands for S3; nil has no object. Executions use it at the same
	// time.
	Store engine.Store

	// RealTime lets waits, retries and what mocks take last as long as they
	// say.
	RealTime bool

	// Seed seeds the choice between the versions of an alias, names that the
	// endpoint invents, and what is random in executions.
	Seed uint64

	// Now is the clock; nil is time.Now.
	Now func() time.Time

	// Poll is the longest that GetActivityTask waits for a task; 0 is 60
	// seconds, as AWS does.
	Poll time.Duration

	// AnyHost serves requests whatever host they were addressed to. Otherwise
	// only those to an IP address, to localhost or to a name under it are
	// served, so that no web page can reach the endpoint by a name of its own.
	AnyHost bool

	// Waiting, unless it is nil, is told of each Task that begins to wait for
	// SendTaskSuccess or SendTaskFailure. It must be quick, and may be called
	// by several executions at a time.
	Waiting func(executionARN, state, token string)

	// Shape gives the shapes that TestState checks mocked results by; see
	// engine.TestRequest.
	Shape func(resource string) *engine.Shape
}

// An Endpoint is a Step Functions endpoint: an http.Handler.
type Endpoint struct {
	opts    Options
	account *account

	// operations are all there are; a Task may call them too.
	operations map[string]operation

	ctx    context.Context // ends with the endpoint
	cancel context.CancelFunc

	random sync.Mutex
	rand   *rand.Rand
}

// New makes an endpoint in which nothing exists. Close it after use.
func New(opts Options) *Endpoint {
	if opts.Account == "" {
		opts.Account = "123456789012"
	}
	if opts.Region == "" {
		opts.Region = "us-east-1"
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Poll <= 0 {
		opts.Poll = 60 * time.Second
	}
	ctx, cancel := context.WithCancel(context.Background())
	return &Endpoint{
		opts:       opts,
		account:    newAccount(),
		operations: operations,
		ctx:        ctx,
		cancel:     cancel,
		rand:       rand.New(rand.NewPCG(opts.Seed, 0x9e3779b97f4a7c15)),
	}
}

// Close aborts what runs and answers whoever waits. It returns when all
// executions have ended.
func (e *Endpoint) Close() {
	e.cancel()
	for _, x := range e.account.all() {
		if live := x.running(); live != nil {
			<-live.Done()
		}
	}
}

// now is the time in the resolution that the API has.
func (e *Endpoint) now() time.Time { return e.opts.Now().UTC().Truncate(time.Millisecond) }

// below gives a random number in [0, n).
func (e *Endpoint) below(n int) int {
	e.random.Lock()
	defer e.random.Unlock()
	return e.rand.IntN(n)
}

// seed gives a new seed.
func (e *Endpoint) seed() uint64 {
	e.random.Lock()
	defer e.random.Unlock()
	return e.rand.Uint64()
}
