//! What whoever keeps a connection has to keep.

requirements! { Client }
