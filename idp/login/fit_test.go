package login_test

import (
	"countersign/factors/device"
	"countersign/factors/password"
	"countersign/factors/push"
	"countersign/idp/login"
	"countersign/storage"
)

// What cmd wires fits what the room asks for.
var (
	_ login.Flows       = storage.Flows{}
	_ login.Accounts    = storage.Accounts{}
	_ login.People      = storage.People{}
	_ login.Invitations = storage.Invitations{}
	_ login.Browsers    = storage.Browsers{}
	_ login.Passwords   = (*password.Factor)(nil)
	_ login.Enrolments  = (*device.Registry)(nil)
	_ login.Pushes      = (*push.Engine)(nil)
	_ login.PushStatus  = (*push.Engine)(nil)
)
