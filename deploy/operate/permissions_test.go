package operate_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/operate"
	"github.com/pipectl/pipectl/internal/awstest"
)

// What the methods call is what the policy allows, all of it and nothing besides:
// each method that operating knows is called, whatever comes of it.
func TestPermissions(t *testing.T) {
	a := newAccount(t, awstest.Options{})
	a.SetCluster("j-1", "lab", "WAITING", "")
	a.Forget()
	for _, of := range []reflect.Type{reflect.TypeFor[operate.Client](), reflect.TypeFor[operate.LogClient](), reflect.TypeFor[operate.ClusterClient]()} {
		for i := range of.NumMethod() {
			method := reflect.ValueOf(a.client).MethodByName(of.Method(i).Name)
			arguments := []reflect.Value{reflect.ValueOf(t.Context())}
			for n := 1; n < method.Type().NumIn(); n++ {
				arguments = append(arguments, argument(method.Type().In(n)))
			}
			before := len(a.Calls())
			method.Call(arguments)
			if len(a.Calls()) == before {
				t.Errorf("%s has called nothing", of.Method(i).Name)
			}
		}
	}
	called := map[string]bool{"iam:PassRole": true} // which RunJobFlow needs
	for _, c := range a.Calls() {
		called[c.Action()] = true
	}
	delete(called, "sts:GetCallerIdentity") // which everybody may
	var policy struct {
		Statement []struct {
			Sid, Effect      string
			Action, Resource []string
		}
	}
	if err := json.Unmarshal(operate.Permissions(deploy.Place{Partition: "aws", Region: "us-east-1", Account: "123456789012"}), &policy); err != nil {
		t.Fatal(err)
	}
	for _, s := range policy.Statement {
		if s.Effect != "Allow" || len(s.Resource) == 0 || !slices.IsSorted(s.Action) {
			t.Errorf("the statement %+v", s)
		}
		for _, action := range s.Action {
			if !called[action] {
				t.Errorf("%s is allowed and never called", action)
			}
			delete(called, action)
		}
		for _, r := range s.Resource {
			// Of Step Functions the place is known, and whether it is a machine.
			machine := strings.HasPrefix(r, states+"stateMachine:")
			if s.Sid == "Start" && !machine || s.Sid == "Executions" && !strings.HasPrefix(r, states+"execution:") {
				t.Errorf("%s allows it of %s", s.Sid, r)
			}
		}
	}
	for action := range called {
		t.Errorf("%s is called and not allowed", action)
	}
}

// argument is something of a type to call a method with.
func argument(of reflect.Type) reflect.Value {
	v := reflect.New(of).Elem()
	switch of {
	case reflect.TypeFor[string]():
		v.SetString("j-1")
	case reflect.TypeFor[bool]():
		v.SetBool(true)
	case reflect.TypeFor[int64]():
		v.SetInt(1)
	case reflect.TypeFor[*operate.Stream]():
		v.Set(reflect.ValueOf(&operate.Stream{Group: "/aws/lambda/fetch"}))
	case reflect.TypeFor[operate.Start]():
		v.Set(reflect.ValueOf(operate.Start{Target: states + "stateMachine:orders", Name: "one", Input: "{}"}))
	case reflect.TypeFor[operate.Query]():
		v.Set(reflect.ValueOf(operate.Query{Of: states + "stateMachine:orders"}))
	case reflect.TypeFor[asl.Object]():
		v.Set(reflect.ValueOf(asl.Object{{Key: "Name", Value: asl.String("lab")}, {Key: "Instances", Value: asl.Object{}}}))
	default:
	}
	return v
}
