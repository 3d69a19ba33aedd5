//! Settlement, seen from outside: a pack and a roster in, lines and payments out.

mod steps;
