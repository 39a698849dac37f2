(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Let OCaml's library archives name the installed libraries.

   usage: ocaml ocaml-paths.ml SRCDIR PRIVATE_LIBDIR FILE...

   A .cma or .cmxa keeps the linker options of the libraries it binds, and upstream's
   are -L and -rpath-link into the source tree, SRCDIR.  Each such path becomes
   PRIVATE_LIBDIR; each option is a string of its own.  Both kinds of file are a magic
   word of twelve bytes and a marshalled value: behind it, or where the number behind
   it says. *)

let magic_length = 12
let srcdir = Sys.argv.(1) ^ "/"
let libdir = Sys.argv.(2)

(* Where SRCDIR is in the option, or -1. *)
let rec find text from =
  let length = String.length srcdir in
  if from + length > String.length text then -1
  else if String.sub text from length = srcdir then from
  else find text (from + 1)

let installed text =
  match find text 0 with
  | -1 -> text
  | path ->
    if String.contains_from text path ' ' then failwith ("more than a folder: " ^ text);
    String.sub text 0 path ^ libdir

(* Every string below a value, whatever its type. *)
let rec mend value =
  if Obj.is_block value && Obj.tag value < Obj.no_scan_tag then
    for i = 0 to Obj.size value - 1 do
      let field = Obj.field value i in
      if Obj.is_block field && Obj.tag field = Obj.string_tag then begin
        let text : string = Obj.obj field in
        let better = installed text in
        if better <> text then Obj.set_field value i (Obj.repr better)
      end
      else mend field
    done

let rewrite path =
  let input = open_in_bin path in
  if Filename.check_suffix path ".cma" then begin
    seek_in input magic_length;
    seek_in input (input_binary_int input)
  end
  else seek_in input magic_length;
  let start = pos_in input in
  let value : Obj.t = input_value input in
  seek_in input 0;
  let head = really_input_string input start in
  close_in input;
  mend value;
  let output = open_out_bin path in
  output_string output head;
  output_value output value;
  close_out output

let () = Array.iteri (fun i path -> if i > 2 then rewrite path) Sys.argv
